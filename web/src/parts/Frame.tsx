/** The frame around every place: tabs under the thumb (a rail on wide screens), list and page side by side. */
import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
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
  const tabs = useMemo(() => <Tabs at={at} />, [at]) // the same on each page of a place: nothing is compared
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
      {tabs}
      <Toast />
    </div>
  )
}

/** One column. The main one takes the focus when the route changes, so that a screen reader starts there. */
function Pane({ main, children }: { main: boolean; children: ComponentChildren }) {
  const pane = useRef<HTMLDivElement>(null)
  const { path } = useLocation()
  const wanted = useRef(0)
  // here, since a list in it looks where the screen is before any effect of this one
  const place = useCallback(
    (element: HTMLDivElement | null) => {
      pane.current = element
      if (element && main) standAt((wanted.current = scrolledTo(path)))
    },
    [path, main],
  )
  useLayoutEffect(() => {
    if (!main) return
    const keep = () => scrolled.set(path, scrollY)
    addEventListener('scroll', keep, { passive: true })
    return () => removeEventListener('scroll', keep)
  }, [path, main])
  useEffect(() => {
    return main && pane.current ? focusOnceShown(pane.current, wanted.current) : undefined
  }, [path, main])
  // one element for both, so that a list that becomes the main column, or is so no more, stays as it was
  return (
    <div class="pane" ref={place} tabIndex={-1} role={main ? 'main' : 'region'} aria-label={main ? undefined : 'List'}>
      <TitleLevel.Provider value={main ? 'h1' : 'h2'}>{children}</TitleLevel.Provider>
    </div>
  )
}

/** Scrolls in the frame that shows the page first; again after the router, which begins each page at its top. */
function standAt(top: number): void {
  scrollTo(0, top)
  if (top > 0) queueMicrotask(() => scrollTo(0, top))
}

/** Gives the pane the focus, and again if it was lost because a page whose code was on its way is put in its place. */
function focusOnceShown(pane: HTMLElement, top: number): () => void {
  let left = MOST_LOOKS
  let next = 0
  const take = () => {
    pane.focus({ preventScroll: true })
    scrollTo(0, top)
  }
  const watch = () => {
    if (left-- <= 0) return
    if (document.activeElement === document.body) take()
    next = setTimeout(watch, LOOK_MS) // not at each frame: a frame that is asked for is drawn, for as long as five seconds
  }
  const leave = () => (left = 0) // from here on the focus is where the person puts it
  for (const act of ACTS) addEventListener(act, leave, { capture: true, once: true })
  take()
  watch()
  return () => {
    clearTimeout(next)
    for (const act of ACTS) removeEventListener(act, leave, { capture: true })
  }
}

const ACTS = ['pointerdown', 'keydown']

/** Five seconds: longer than any code takes that is on its way. */
const [MOST_LOOKS, LOOK_MS] = [100, 50]

/** How far each address was scrolled when it was left. */
const scrolled = new Map<string, number>()

/** How far the address was scrolled when it was left, 0 where it was not. */
export const scrolledTo = (path: string): number => scrolled.get(path) ?? 0
