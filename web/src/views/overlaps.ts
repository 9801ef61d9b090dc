/** Which of the flagged items one cannot both see. Pure. */
import type { Item } from '../store/agenda_shapes'
import { isPoster } from './agenda'

const ALL_DAY = 12 * 3_600_000

interface Timed {
  item: Item
  from: number
  to: number
}

/**
 * Returns, for each flagged item that overlaps another one, those it overlaps.
 *
 * A poster hangs for hours and is no appointment; a cancelled or an all-day item is none either. A talk inside its
 * own session does not clash with it, and one that only has the time of its session starts no warning.
 */
export function overlapsOf(flagged: readonly Item[]): ReadonlyMap<string, Item[]> {
  const open: Timed[] = []
  const found = new Map<string, Item[]>()
  const note = (one: Item, other: Item) => found.set(one.id, [...(found.get(one.id) ?? []), other])
  for (const next of timed(flagged)) {
    for (let at = open.length - 1; at >= 0; at--) {
      const before = open[at]
      if (!before) continue
      if (before.to <= next.from) open.splice(at, 1)
      else if (!isFamily(before.item, next.item)) {
        note(before.item, next.item)
        note(next.item, before.item)
      }
    }
    open.push(next)
  }
  return found
}

function timed(flagged: readonly Item[]): Timed[] {
  const all = flagged.flatMap((item) => {
    if (!item.starts || !item.ends || isPoster(item) || item.status === 'cancelled') return []
    const [from, to] = [Date.parse(item.starts), Date.parse(item.ends)]
    return to > from && to - from < ALL_DAY ? [{ item, from, to }] : []
  })
  return all.sort((a, b) => a.from - b.from || a.to - b.to)
}

/** A session and its talk, or two talks that share one session's time. */
function isFamily(one: Item, other: Item): boolean {
  if (one.parent === other.id || other.parent === one.id) return true
  return one.parent !== null && one.parent === other.parent && one.starts === other.starts && one.ends === other.ends
}
