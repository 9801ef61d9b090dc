/** Where somebody was met: what goes on around, the likeliest first. Pure. */
import type { Item } from '../store/agenda'
import { byTime, isNow, isPoster, titleOf, type Items } from './agenda'

const MOST = 12

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
