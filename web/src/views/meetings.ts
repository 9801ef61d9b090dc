/** When and where one meets somebody: what they take part in, in the order in which one can go there. Pure. */
import type { Item } from '../store/agenda'
import { isPast } from './agenda'

export interface Meetings {
  /** What comes next, or is on. */
  next: Item | undefined
  /** The others that are not over, those too that have no time or are cancelled. */
  rest: Item[]
  over: Item[]
}

/** Parts someone's items, which stand in the order of time. */
export function meetingsOf(theirs: readonly Item[], now: Date): Meetings {
  const open = theirs.filter((item) => !isPast(item, now))
  const next = open.find((item) => item.starts && item.status !== 'cancelled')
  return { next, rest: open.filter((item) => item !== next), over: theirs.filter((item) => isPast(item, now)) }
}

/** The item that is best named for who wants to meet them; undefined where all is over or cancelled. */
export function bestMeeting({ next, rest }: Meetings): Item | undefined {
  return next ?? rest.find((item) => item.status !== 'cancelled')
}
