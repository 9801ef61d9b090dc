/** The day that the flags bring, as rows of a line: what one goes to, where it overlaps, where there is free time. Pure. */
import type { Item } from '../store/agenda'
import { begins, type Items } from './agenda'
import { overlapsOf } from './overlaps'
import { TIERS, type Planned } from './plan'

const MINUTE = 60_000
/** A shorter break is the walk between two rooms. */
export const LEAST_GAP = 15 * MINUTE

export interface Stop {
  kind: 'stop'
  planned: Planned
  /** The other stops of this day that are on at the same time. */
  overlaps: readonly Item[]
  /** `siding`: something that matters more holds the line meanwhile. */
  lane: 'line' | 'siding'
  /** Where two lines run side by side: they part at `begins`, are one again after `ends`. */
  pair: 'begins' | 'runs' | 'ends' | null
}

/** Free time between two stops; instants. */
export interface Gap {
  kind: 'gap'
  from: string
  to: string
  minutes: number
}

export type DayRow = Stop | Gap

/** How many items share a parent: what tells whether an item's time is its own. */
export type Siblings = ReadonlyMap<string, number>

export function siblingsOf(items: Items): Siblings {
  const counts = new Map<string, number>()
  for (const { parent } of items.values()) if (parent) counts.set(parent, (counts.get(parent) ?? 0) + 1)
  return counts
}

/** Whether the file says only when the session is, not when in it this item comes. */
export function hasTimeOfSession(item: Item, items: Items, siblings: Siblings): boolean {
  const parent = item.parent ? items.get(item.parent) : undefined
  if (!parent?.starts || (siblings.get(parent.id) ?? 0) < 2) return false
  return item.starts === parent.starts && item.ends === parent.ends
}

/** The rows of one day, by time; `day` is what the plan holds on that day. */
export function dayRows(day: readonly Planned[], items: Items, siblings: Siblings): DayRow[] {
  const ordered = [...day].sort((a, b) => compare(begins(a.item), begins(b.item)))
  const clashing = ordered.filter(({ item }) => !hasTimeOfSession(item, items, siblings))
  const overlaps = overlapsOf(clashing.map(({ item }) => item))
  const known = new Map(day.map((one) => [one.item.id, one]))
  const stops = ordered.map((planned): Stop => {
    const others = overlaps.get(planned.item.id) ?? []
    const yields = others.some((other) => outranks(known.get(other.id), planned))
    return { kind: 'stop', planned, overlaps: others, lane: yields ? 'siding' : 'line', pair: null }
  })
  return withGaps(paired(stops))
}

/** What matters more holds the line; of equals the one that begins first. */
function outranks(a: Planned | undefined, b: Planned): boolean {
  if (!a) return false
  const rank = TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier)
  return (rank || compare(begins(a.item), begins(b.item)) || compare(a.item.id, b.item.id)) < 0
}

/** Marks the stretches with two lines: from the first stop of a clash to the last one that overlaps anything in it. */
function paired(stops: readonly Stop[]): Stop[] {
  const place = new Map(stops.map((stop, index) => [stop.planned.item.id, index]))
  const reach = (index: number) => Math.max(index, ...(stops[index]?.overlaps ?? []).map((item) => place.get(item.id) ?? index))
  const marks = new Map<number, Stop['pair']>()
  for (let first = 0; first < stops.length; first += 1) {
    let last = reach(first)
    for (let next = first; next <= last; next += 1) last = Math.max(last, reach(next))
    for (let index = first; last > first && index <= last; index += 1) {
      marks.set(index, index === first ? 'begins' : index === last ? 'ends' : 'runs')
    }
    first = last
  }
  return stops.map((stop, index) => ({ ...stop, pair: marks.get(index) ?? null }))
}

function withGaps(stops: readonly Stop[]): DayRow[] {
  const rows: DayRow[] = []
  let busyUntil: string | null = null
  for (const stop of stops) {
    const { starts, ends, status } = stop.planned.item
    const free: number = busyUntil && starts ? Date.parse(starts) - Date.parse(busyUntil) : 0
    if (busyUntil && starts && free >= LEAST_GAP) rows.push({ kind: 'gap', from: busyUntil, to: starts, minutes: Math.round(free / MINUTE) })
    rows.push(stop)
    const until = status === 'cancelled' ? null : ends
    if (until && (!busyUntil || Date.parse(until) > Date.parse(busyUntil))) busyUntil = until
  }
  return rows
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
