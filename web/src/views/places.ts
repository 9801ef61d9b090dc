/** Where somebody was met: what goes on around, the likeliest first. Pure. */
import type { Item } from '../store/agenda'
import { byTime, isNow, isPoster, titleOf, type Items } from './agenda'

const MOST = 12
const MINUTE = 60_000
/** One stands in the room a little before it begins, and talks to the speaker after it has ended. */
const [BEFORE, AFTER] = [15 * MINUTE, 30 * MINUTE]

/** What tells where one may be: the page last opened and when, its room or an earlier one's, and what is flagged. */
export interface Signs {
  opened: { item: string; at: number } | null
  room: string | null
  flagged: ReadonlySet<string>
}

/** Where this was: the item last opened if that is on, else the flagged one now on, else the only one on in the room
 * last opened; null for none of them: the hallway. */
export function guessPlace(items: Items, { opened, room, flagged }: Signs, now: Date): Item | null {
  const last = opened && items.get(opened.item)
  if (last && isAround(last, opened.at, now)) return last
  const on = [...items.values()].filter((item) => isNow(item, now) && item.status !== 'cancelled')
  const marked = leaves(on.filter((item) => flagged.has(item.id)))
  const talks = marked.filter((item) => !isPoster(item)).sort((a, b) => Number(b.room === room) - Number(a.room === room) || byTime(a, b))
  return talks[0] ?? only(marked) ?? only(leaves(on.filter((item) => room !== null && item.room === room)))
}

/** A page without a time of its own, as many posters are, counts while it was opened just now. */
function isAround({ starts, ends, status }: Item, openedAt: number, now: Date): boolean {
  if (status === 'cancelled') return false
  const at = now.getTime()
  if (starts === null || ends === null) return at - openedAt < AFTER
  return Date.parse(starts) - BEFORE <= at && at < Date.parse(ends) + AFTER
}

/** A session is told by its talk that is on. */
function leaves(on: readonly Item[]): Item[] {
  const parents = new Set(on.map((item) => item.parent))
  return on.filter((item) => !parents.has(item.id))
}

const only = (found: readonly Item[]): Item | null => (found.length === 1 ? (found[0] ?? null) : null)

/** In the room last opened first, then what is flagged, then the rest, a talk before its session; posters only when flagged. */
export function placesNear(items: Items, flagged: ReadonlySet<string>, room: string | null, now: Date): Item[] {
  const rank = (item: Item) => (room !== null && item.room === room && !isPoster(item) ? 0 : flagged.has(item.id) ? 1 : 2)
  return [...items.values()]
    .filter((item) => isNow(item, now) && item.status !== 'cancelled')
    .map((item) => ({ item, rank: rank(item) }))
    .filter((one) => one.rank < 2 || !isPoster(one.item))
    .sort((a, b) => a.rank - b.rank || Number(a.item.parent === null) - Number(b.item.parent === null) || byTime(a.item, b.item))
    .slice(0, MOST)
    .map((one) => one.item)
}

/** "Room E351, Y-90 radioembolization". */
export function placeWords(item: Item): string {
  return [item.room, titleOf(item)].filter((part) => part).join(', ')
}
