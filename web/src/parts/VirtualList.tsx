/** A list of any length of which only what is near the screen is drawn; a screen reader still hears which row of how many. */
import type { ComponentChildren, RefObject, VNode } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Heights } from '../views/heights'
import { RowPlace } from './row_place'

/** Drawn beyond the screen on both sides, in pixels. */
const BEYOND = 400
/** Rows are drawn and dropped by so many, so that most of a scroll draws nothing. */
const STEP = 4
const FIRST = 8
const GUESS = 104
const MOST_KEPT = 24

interface VirtualListProps<T> {
  rows: readonly T[]
  row: (one: T, index: number) => ComponentChildren
  /** Another key is another list; coming back to a key finds its measures again. */
  resetKey: string
  label: string
}

interface Range {
  from: number
  to: number
}

interface Kept {
  heights: Heights
  range: Range
  width: number
}

const kept = new Map<string, Kept>()

export function VirtualList<T extends { id: string }>({ rows, row, resetKey, label }: VirtualListProps<T>) {
  const list = useRef<HTMLOListElement>(null)
  const measures = measuresOf(`${label}|${resetKey}|${rows.length}`)
  const [, draw] = useState(0)
  const made = useRef<Made<T> | null>(null)
  if (made.current?.rows !== rows || made.current.key !== resetKey) made.current = { rows, key: resetKey, nodes: new Map() }
  const { heights, range } = measures
  const look = useRef(() => {})
  look.current = () => {
    if (!list.current) return
    const top = measure(list.current, measures)
    if (moved(top, measures)) draw((count) => count + 1)
  }
  useLayoutEffect(() => look.current())
  useFollow(list, look)
  const drawn = rows.slice(range.from, range.to)
  const style = { paddingTop: `${heights.before(range.from)}px`, paddingBottom: `${heights.total - heights.before(range.to)}px` }
  return (
    <ol class="line virtual" aria-label={label} ref={list} style={style}>
      {drawn.map((one, place) => nodeOf(made.current, one, range.from + place, row))}
    </ol>
  )
}

interface Made<T> {
  rows: readonly T[]
  key: string
  nodes: Map<number, VNode>
}

/** The same row is the same node, so that scrolling compares nothing that was drawn before. */
function nodeOf<T extends { id: string }>(made: Made<T> | null, one: T, at: number, row: VirtualListProps<T>['row']): VNode | null {
  if (!made) return null
  let node = made.nodes.get(at)
  if (!node) {
    node = (
      <RowPlace.Provider key={one.id} value={{ at: at + 1, of: made.rows.length }}>
        {row(one, at)}
      </RowPlace.Provider>
    )
    made.nodes.set(at, node)
  }
  return node
}

function measuresOf(key: string): Kept {
  let found = kept.get(key)
  if (!found) {
    const count = Number(key.slice(key.lastIndexOf('|') + 1))
    found = { heights: new Heights(count, GUESS), range: { from: 0, to: Math.min(FIRST, count) }, width: 0 }
  }
  kept.delete(key)
  kept.set(key, found)
  for (const old of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(old)
  return found
}

/** Takes the heights of what is drawn; what was misjudged above the screen moves nothing that is seen. Returns the list's top. */
function measure(list: HTMLElement, measures: Kept): number {
  const { range } = measures
  const width = list.clientWidth
  const children = [...list.children]
  if (measures.width !== width && width > 0 && children.length > 0) {
    const guess = children.reduce((sum, child) => sum + heightOf(child), 0) / children.length
    measures.heights = new Heights(measures.heights.count, guess || GUESS)
    measures.width = width
  }
  const top = list.getBoundingClientRect().top
  let above = 0
  children.forEach((child, place) => {
    const at = range.from + place
    const isAbove = top + measures.heights.before(at + 1) < 0
    const change = measures.heights.set(at, heightOf(child))
    if (isAbove) above += change
  })
  const { heights } = measures
  list.style.paddingTop = `${heights.before(range.from)}px`
  list.style.paddingBottom = `${heights.total - heights.before(range.to)}px`
  if (Math.abs(above) >= 1) scrollerOf(list).scrollBy(0, above)
  return top - above
}

const heightOf = (element: Element): number => element.getBoundingClientRect().height

/** Moves the drawn part to where the screen is; false when it is there already. */
function moved(top: number, measures: Kept): boolean {
  const { heights, range } = measures
  const from = Math.floor(heights.at(-top - BEYOND) / STEP) * STEP
  const last = heights.at(innerHeight - top + BEYOND) + 1
  const to = Math.min(heights.count, Math.max(Math.ceil(last / STEP) * STEP, from + STEP))
  if (from === range.from && to === range.to) return false
  measures.range = { from, to }
  return true
}

/** The pane on wide screens, else the page. */
function scrollerOf(list: HTMLElement): Element {
  const pane = list.closest('.pane')
  const scrolls = pane && /auto|scroll/.test(getComputedStyle(pane).overflowY)
  return scrolls ? pane : (document.scrollingElement ?? document.documentElement)
}

function useFollow(list: RefObject<HTMLElement | null>, look: RefObject<() => void>): void {
  useEffect(() => {
    const follow = () => look.current?.()
    const watcher = new ResizeObserver(follow)
    if (list.current) watcher.observe(list.current)
    addEventListener('scroll', follow, { capture: true, passive: true })
    addEventListener('resize', follow)
    return () => {
      watcher.disconnect()
      removeEventListener('scroll', follow, { capture: true })
      removeEventListener('resize', follow)
    }
  }, [])
}
