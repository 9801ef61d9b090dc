/** A list of any length of which only what is near the screen is drawn; a screen reader still hears which row of how many. */
import type { RefObject, VNode } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Heights, rangeFor, type Range } from '../views/heights'
import { afterPaint } from './after_paint'

/** Rows that fill a phone's screen. */
export const FIRST = 6
const GUESS = 104
const MOST_KEPT = 24

interface VirtualListProps<T> {
  rows: readonly T[]
  row: (one: T) => VNode
  /** Another key is another list; coming back to a key finds its measures again. */
  resetKey: string
  label: string
  /** How many rows are drawn before it is known how many the screen holds. */
  first?: number
}

interface Kept {
  heights: Heights
  range: Range
  width: number
  /** Where the list began on the screen when it was last looked at; null before. */
  top: number | null
  /** How tall the screen was then; asking for it again would lay out a page that is half drawn. */
  tall: number
}

const kept = new Map<string, Kept>()

export function VirtualList<T extends { id: string }>({ rows, row, resetKey, label, first = FIRST }: VirtualListProps<T>) {
  const list = useRef<HTMLOListElement>(null)
  const last = useRef<Made<T> | null>(null)
  const measures = measuresOf(`${label}|${resetKey}|${rows.length}`, rows.length, first)
  const isBack = !last.current && measures.top !== null
  if (isBack) narrow(measures)
  const [, draw] = useState(0)
  const { heights, range } = measures
  const made = last.current && isGoingOn(last.current, rows, resetKey, range) ? last.current : begin(last.current, rows, resetKey, range)
  if (list.current?.contains(document.activeElement)) made.free = [] // the focus goes with its row, never to another one
  last.current = made
  made.drawn = range
  const look = useRef<Look>(() => {})
  look.current = (why, height = 0) => {
    if (!list.current || (why === 'resized' && isAsMeasured(list.current, measures, height))) return
    if (why === 'drawn') number(list.current.children, range.from, rows.length)
    const top = why === 'scrolled' ? list.current.getBoundingClientRect().top : measure(list.current, measures)
    if (isBack && why === 'drawn' && isFull(top, measures)) afterPaint(() => look.current('scrolled')) // what is near the screen can wait for the paint
    else if (moved(top, measures, why)) draw((count) => count + 1)
  }
  useLayoutEffect(() => look.current('drawn'))
  useFollow(list, look)
  const drawn = rows.slice(range.from, range.to)
  const style = { paddingTop: `${heights.before(range.from)}px`, paddingBottom: `${heights.total - heights.before(range.to)}px` }
  return (
    <ol class="line virtual" aria-label={label} ref={list} style={style}>
      {drawn.map((one, place) => nodeOf(made, one, range.from + place, row))}
    </ol>
  )
}

interface Made<T> {
  rows: readonly T[]
  key: string
  nodes: Map<number, VNode>
  /** What is in the document. */
  drawn: Range
  /** The keys that rows had which are drawn again, by id, and those of rows that are gone. */
  known: Map<string, number>
  free: number[]
}

let fresh = 0

/** Whether some of what is drawn stays: the same list, scrolled no further than that. */
function isGoingOn<T>({ rows, key, drawn }: Made<T>, others: readonly T[], other: string, { from, to }: Range): boolean {
  return rows === others && key === other && drawn.from < to && from < drawn.to
}

/** Begins another list, or another part of it: rows that stay keep their elements, others are written into the elements of those that are gone. */
function begin<T extends { id: string }>(before: Made<T> | null, rows: readonly T[], key: string, { from, to }: Range): Made<T> {
  const known = new Map<string, number>()
  const free: number[] = []
  const staying = new Set(rows.slice(from, to).map((one) => one.id))
  for (let at = before?.drawn.to ?? 0; before && at-- > before.drawn.from; ) {
    const [id, node] = [before.rows[at]?.id ?? '', before.nodes.get(at)]
    if (staying.has(id)) known.set(id, Number(node?.key))
    else if (node) free.push(Number(node.key))
  }
  return { rows, key, nodes: new Map(), drawn: { from, to }, known, free }
}

/** The same row is the same node, so that scrolling compares nothing that was drawn before. */
function nodeOf<T extends { id: string }>(made: Made<T>, one: T, at: number, row: VirtualListProps<T>['row']): VNode {
  let node = made.nodes.get(at)
  if (!node) {
    node = row(one)
    node.key = made.known.get(one.id) ?? made.free.pop() ?? fresh++
    made.nodes.set(at, node)
  }
  return node
}

/** Says which row of how many each is; before it is laid out, so that it costs nothing further. */
function number(rows: Iterable<Element>, from: number, count: number): void {
  let place = from
  for (const row of rows) {
    place += 1
    row.setAttribute('aria-posinset', `${place}`)
    row.setAttribute('aria-setsize', `${count}`)
  }
}

/** What the last list looked like that began on the screen: a new one begins with as many rows as will fit. */
let usual: { height: number; width: number; top: number } | undefined

function measuresOf(key: string, count: number, first: number): Kept {
  const found = kept.get(key) ?? begun(count, first)
  kept.delete(key)
  kept.set(key, found)
  for (const old of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(old)
  return found
}

/** Who comes back to a list gets what the screen held first, not all that was drawn while it was scrolled. */
function narrow(measures: Kept): void {
  const { heights, range, top, tall } = measures
  if (top !== null) measures.range = rangeFor(heights, { from: range.from, to: range.from }, { top: -top, bottom: tall - top }, 0, 0)
}

function begun(count: number, first: number): Kept {
  const like = first < FIRST ? undefined : usual // one that begins below others is not like the first one
  const heights = new Heights(count, like?.height ?? GUESS)
  const to = like ? rangeFor(heights, { from: 0, to: 0 }, { top: 0, bottom: innerHeight - like.top }, 0).to : first
  return { heights, range: { from: 0, to: Math.min(to, count) }, width: like?.width ?? 0, top: null, tall: 0 }
}

/** Whether the list has the size that its measures say, so that there is nothing to measure again. */
function isAsMeasured(list: HTMLElement, { heights, width }: Kept, height: number): boolean {
  return width === list.clientWidth && Math.abs(height - heights.total) < 1
}

/** Takes the heights of what is drawn; what was misjudged above the screen moves nothing that is seen. Returns the list's top. */
function measure(list: HTMLElement, measures: Kept): number {
  const { range } = measures
  const width = list.clientWidth
  const tall = [...list.children].map(heightOf)
  const mean = tall.reduce((sum, height) => sum + height, 0) / tall.length
  if (measures.width !== width && width > 0 && tall.length > 0) {
    measures.heights = new Heights(measures.heights.count, mean || GUESS)
    measures.width = width
  }
  const { heights } = measures
  const top = list.getBoundingClientRect().top
  let above = 0
  tall.forEach((height, place) => {
    const at = range.from + place
    const isAbove = top + heights.before(at + 1) < 0
    const change = heights.set(at, height)
    if (isAbove) above += change
  })
  if (range.from === 0 && mean > 0 && top > 0 && top < innerHeight) usual = { height: mean, width, top }
  list.style.paddingTop = `${heights.before(range.from)}px`
  list.style.paddingBottom = `${heights.total - heights.before(range.to)}px`
  if (Math.abs(above) >= 1) scrollerOf(list).scrollBy(0, above)
  return top - above
}

const heightOf = (element: Element): number => element.getBoundingClientRect().height

/** Moves the drawn part to where the screen is; false when it is there already. */
function moved(top: number, measures: Kept, why: Why): boolean {
  const way = why === 'scrolled' && measures.top !== null ? measures.top - top : 0
  Object.assign(measures, { top, tall: innerHeight })
  const range = rangeFor(measures.heights, measures.range, { top: -top, bottom: innerHeight - top }, way)
  if (range === measures.range) return false
  measures.range = range
  return true
}

/** Whether what is drawn fills the screen: not where the pane begins anew at its top, or the screen was turned meanwhile. */
function isFull(top: number, { heights, range }: Kept): boolean {
  return rangeFor(heights, range, { top: -top, bottom: innerHeight - top }, 0, 0) === range
}

/** The pane on wide screens, else the page. */
function scrollerOf(list: HTMLElement): Element {
  const pane = list.closest('.pane')
  const scrolls = pane && /auto|scroll/.test(getComputedStyle(pane).overflowY)
  return scrolls ? pane : (document.scrollingElement ?? document.documentElement)
}

type Why = 'drawn' | 'resized' | 'scrolled'
/** `height`: of the list, where it was resized. */
type Look = (why: Why, height?: number) => void

function useFollow(list: RefObject<HTMLElement | null>, look: RefObject<Look>): void {
  useEffect(() => {
    const scrolled = () => look.current?.('scrolled')
    const resized = () => look.current?.('resized')
    const watcher = new ResizeObserver(([entry]) => look.current?.('resized', entry?.borderBoxSize[0]?.blockSize))
    if (list.current) watcher.observe(list.current)
    addEventListener('scroll', scrolled, { capture: true, passive: true })
    addEventListener('resize', resized)
    return () => {
      watcher.disconnect()
      removeEventListener('scroll', scrolled, { capture: true })
      removeEventListener('resize', resized)
    }
  }, [])
}
