/** What is said of the addresses that conferences came from. Pure: now is a value. */
import { clock, dayOf, nearDay } from './when'

/** Where a conference came from, and what came of the last look there. */
export interface Source {
  conference: string
  url: string
  checked_at: string
  result: 'changed' | 'unchanged' | 'part' | 'failed'
  added: number
  changed: number
  moved: number
  cancelled: number
  /** Why a look failed, else empty. */
  message: string
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i

/** The link as it is sent: what was pasted, with https before it where it begins with a bare name. */
export function linkFrom(typed: string): string {
  const text = typed.trim()
  return text === '' || SCHEME.test(text) ? text : `https://${text}`
}

/** "example.org", for people; the whole text where it is no link. */
export function hostOf(url: string): string {
  try {
    return new URL(url).hostname || url
  } catch {
    return url
  }
}

/** "Checked today at 14:05: 2 new, 1 moved." */
export function lookedWords(source: Source, now: Date): string {
  const day = nearDay(dayOf(source.checked_at), dayOf(now))
  return `Checked ${day} at ${clock(source.checked_at)}: ${cameOf(source)}`
}

function cameOf(source: Source): string {
  if (source.result === 'failed') return source.message
  if (source.result === 'part') return 'it holds less than half of the programme now, so nothing was cancelled.'
  const counts = [
    [source.added, 'new'],
    [source.changed, 'changed'],
    [source.moved, 'moved'],
    [source.cancelled, 'cancelled'],
  ] as const
  const told = counts.filter(([count]) => count > 0).map(([count, words]) => `${count.toLocaleString('en')} ${words}`)
  return told.length > 0 ? `${told.join(', ')}.` : 'nothing had changed.'
}
