/** Around rows that leave when they are ticked off: the focus goes on to the next row, or to the heading, never to nowhere. */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

const ROW = '.stop-row'

export function KeepFocus({ children }: { children: ComponentChildren }) {
  const place = useRef<HTMLDivElement>(null)
  const last = useRef<number | null>(null)
  const rows = () => [...(place.current?.querySelectorAll(ROW) ?? [])]
  const note = (event: FocusEvent) => {
    const row = event.target instanceof Element ? event.target.closest(ROW) : null
    last.current = row ? rows().indexOf(row) : null
  }
  useLayoutEffect(() => {
    if (last.current === null || document.activeElement !== document.body) return
    const left = rows()
    const next = left[Math.min(last.current, left.length - 1)]?.querySelector<HTMLElement>('a[href], button')
    if (next) return next.focus()
    last.current = null
    const heading = place.current?.closest('.pane')?.querySelector<HTMLElement>('h1, h2')
    heading?.setAttribute('tabindex', '-1')
    heading?.focus()
  })
  return (
    <div ref={place} onFocusIn={note}>
      {children}
    </div>
  )
}
