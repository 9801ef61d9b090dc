/** What the scanner shows next. A reading that could not be kept stays until it is safe or let go, however many there are. */
import type { Hit } from '../scanner/scanner'
import type { Captured } from './capture_data'

export interface Unsaved {
  is: 'unsaved'
  why: string
  hit: Hit
  scan: string | null
  /** Others that could not be kept either, in their order. */
  waiting: readonly Unsaved[]
}

/** The camera, and over it at most one of these. */
export type Shown =
  | { is: 'looking' }
  | { is: 'captured'; captured: Captured; hit: Hit | null }
  | { is: 'no-person'; words: string; scan: string | null }
  | Unsaved
  | { is: 'ended' }

export const LOOKING: Shown = { is: 'looking' }
export const RESTING: readonly Shown['is'][] = ['captured', 'unsaved', 'ended']

/** Returns what is shown when the reading of `hit` has come to `next`. */
export function after(now: Shown, next: Shown, hit: Hit | null): Shown {
  if (now.is === 'unsaved') {
    if (now.hit !== hit) return next.is === 'unsaved' ? { ...now, waiting: [...now.waiting, next] } : now
    return next.is === 'unsaved' ? { ...next, waiting: now.waiting } : (following(now) ?? next)
  }
  if (next.is === 'looking' && RESTING.includes(now.is)) return now // what was opened meanwhile stays
  return next
}

/** Returns what is shown when a person closes what is shown. */
export function closed(now: Shown): Shown {
  return (now.is === 'unsaved' && following(now)) || LOOKING
}

function following({ waiting: [first, ...rest] }: Unsaved): Unsaved | null {
  return first ? { ...first, waiting: rest } : null
}
