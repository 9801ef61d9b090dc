/** The frame around every place: tabs under the thumb (a rail on wide screens), list and page side by side. */
import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { wide } from '../platform/screen'
import { dueCount } from '../platform/due'
import { Icon } from './Icon'
import { TitleLevel } from './title_level'
import { Toast } from './Toast'

export type Place = 'agenda' | 'plan' | 'scan' | 'people' | 'followups'

const TABS: readonly { place: Place; href: string; words: string }[] = [
  { place: 'agenda', href: '/', words: 'Agenda' },
  { place: 'plan', href: '/plan', words: 'Plan' },
  { place: 'scan', href: '/scan', words: 'Scan' },
  { place: 'people', href: '/people', words: 'People' },
  { place: 'followups', href: '/followups', words: 'Follow-ups' },
]

function Tabs({ at }: { at: Place }) {
  const due = dueCount.value
  return (
    <nav class="tabs" aria-label="Places">
      {TABS.map(({ place, href, words }) =>
        place === 'scan' ? (
          <a key={place} class="tab-scan" href={href} aria-label="Scan a badge">
            <Icon name="scan" size={28} />
          </a>
        ) : (
          <a key={place} class="tab" href={href} aria-current={place === at ? 'page' : undefined}>
            <Icon name={place} />
            {words}
            {place === 'followups' && due > 0 && (
              <span class="count">
                {due > 99 ? '99+' : due}
                <span class="hidden-text"> due</span>
              </span>
            )}
          </a>
        ),
      )}
    </nav>
  )
}

interface FrameProps {
  at: Place
  list?: ComponentChildren
  page?: ComponentChildren
  /** Stands beside the list on wide screens while no page is open. */
  beside?: ComponentChildren
}

/** A place with its list; on wide screens the page opens beside it, on phones instead of it. */
export function Frame({ at, list, page, beside }: FrameProps) {
  const { path } = useLocation()
  const both = wide.value && list !== undefined && (page !== undefined || beside !== undefined)
  return (
    <div class={`frame at-${at}`}>
      <div class={`panes ${both ? 'two' : 'one'}`}>
        {both || page === undefined ? <Pane key="list" main={page === undefined}>{list}</Pane> : null}
        {page !== undefined && <Pane key={path} main>{page}</Pane>}
        {both && page === undefined && (
          <aside class="pane" aria-label="Beside the list">
            {beside}
          </aside>
        )}
      </div>
      <Tabs at={at} />
      <Toast />
    </div>
  )
}

/** One column. The main one takes the focus when the route changes, so that a screen reader starts there. */
function Pane({ main, children }: { main: boolean; children: ComponentChildren }) {
  const pane = useRef<HTMLDivElement>(null)
  const { path } = useLocation()
  const wanted = useRef(0)
  useLayoutEffect(() => {
    if (!main) return
    wanted.current = scrolled.get(path) ?? 0
    const keep = () => scrolled.set(path, scrollY)
    addEventListener('scroll', keep, { passive: true })
    return () => removeEventListener('scroll', keep)
  }, [path, main])
  useEffect(() => {
    return main && pane.current ? focusOnceShown(pane.current, wanted.current) : undefined
  }, [path, main])
  // one element for both, so that a list that becomes the main column, or is so no more, stays as it was
  return (
    <div class="pane" ref={pane} tabIndex={-1} role={main ? 'main' : 'region'} aria-label={main ? undefined : 'List'}>
      <TitleLevel.Provider value={main ? 'h1' : 'h2'}>{children}</TitleLevel.Provider>
    </div>
  )
}

/** Gives the pane the focus, and again if it was lost because a page whose code was on its way is put in its place. */
function focusOnceShown(pane: HTMLElement, top: number): () => void {
  let left = MOST_FRAMES
  let next = 0
  const take = () => {
    pane.focus({ preventScroll: true })
    scrollTo(0, top)
  }
  const watch = () => {
    if (left-- <= 0) return
    if (document.activeElement === document.body) take()
    next = requestAnimationFrame(watch)
  }
  const leave = () => (left = 0) // from here on the focus is where the person puts it
  for (const act of ACTS) addEventListener(act, leave, { capture: true, once: true })
  take()
  watch()
  return () => {
    cancelAnimationFrame(next)
    for (const act of ACTS) removeEventListener(act, leave, { capture: true })
  }
}

const ACTS = ['pointerdown', 'keydown']

/** Five seconds on most screens: longer than any code takes that is on its way. */
const MOST_FRAMES = 300

/** How far each address was scrolled when it was left. */
const scrolled = new Map<string, number>()
