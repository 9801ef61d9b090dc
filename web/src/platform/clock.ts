/** The present instant as a signal; screens follow it, rules take it as a value. */
import { signal, type ReadonlySignal } from '@preact/signals'

const ticking = signal(new Date())

/** Now, at most 20 seconds old while the page is visible. */
export const now: ReadonlySignal<Date> = ticking

/** Keeps `now` moving, and right again after the phone was asleep. */
export function startClock(): void {
  const tick = () => {
    if (document.visibilityState === 'visible') ticking.value = new Date()
  }
  setInterval(tick, 20_000)
  document.addEventListener('visibilitychange', tick)
}
