/** Noticing that the browser threw the store away: a marker cookie outlives it (docs/sync.md 6.5). */
import { signal } from '@preact/signals'
import { GUEST, kept, USER } from './who'

const MARKER = 'hallway-store=1'
const MAX_AGE = 400 * 86_400

/** True when this phone once held records and the browser has removed them all; what the server has comes back. */
export const evicted = signal(false)

/** Compares marker and store, then sets the marker; call it before anything is kept here. */
export function watchEviction(): void {
  if (typeof document === 'undefined') return
  evicted.value = document.cookie.split('; ').includes(MARKER) && kept(USER) === null && kept(GUEST) === null
  document.cookie = `${MARKER}; Path=/; Max-Age=${MAX_AGE}; SameSite=Strict`
}
