/** What the agenda's lists show, from the items of one conference. Pure. */
import type { AgendaPerson, Item } from '../store/agenda'

export type Items = ReadonlyMap<string, Item>
export type People = ReadonlyMap<string, AgendaPerson>

export const isPoster = (item: Item): boolean => item.kind === 'poster' || item.kind === 'exhibit'

/** When an item begins, as text that sorts: the instant, else the file's wall clock; without an hour after all others. */
export function begins(item: Item): string {
  return item.starts ?? item.local ?? `~${item.day_on ?? ''}`
}

export function byTime(a: Item, b: Item): number {
  return order(begins(a), begins(b)) || order(a.room ?? '', b.room ?? '') || Number(!!a.parent) - Number(!!b.parent) || order(a.title, b.title)
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Items that stand at one board; those without one stand together by time and room. */
interface Stand {
  board: string
  letters: string
  number: number
  first: Item
  items: Item[]
}

/** The items in board order: by the board's leading letters, its number, its text; without a board by time. */
export function byBoard(items: readonly Item[]): Item[] {
  const stands = new Map<string, Stand>()
  for (const item of items) {
    const board = item.board ?? item.number ?? ''
    const key = board || `|${begins(item)}|${item.room ?? ''}`
    const stand = stands.get(key)
    if (stand) stand.items.push(item)
    else stands.set(key, { board, ...boardParts(board), first: item, items: [item] })
  }
  const inOrder = [...stands.values()].sort(
    (a, b) => order(a.letters, b.letters) || a.number - b.number || order(a.board, b.board) || byTime(a.first, b.first),
  )
  return inOrder.flatMap((stand) => stand.items.sort(byTime))
}

function boardParts(board: string): { letters: string; number: number } {
  const found = /^([^0-9]*)([0-9]*)/.exec(board)
  return { letters: found?.[1] ?? '', number: found?.[2] ? Number(found[2]) : Number.MAX_SAFE_INTEGER }
}

/** An agenda in the parts that its lists show; each is put in order when it is first asked for. */
export interface Parted {
  days: ReadonlyMap<string, Item[]>
  undated: Item[]
  posters: Item[]
}

/** Parts the sessions by day, and the posters from them. */
export function parted(items: Items): Parted {
  const days = new Map<string, Item[]>()
  const [undated, posters]: [Item[], Item[]] = [[], []]
  for (const item of items.values()) {
    if (isPoster(item)) posters.push(item)
    else if (!item.day_on) undated.push(item)
    else if (!days.get(item.day_on)?.push(item)) days.set(item.day_on, [item])
  }
  return { days, undated, posters }
}

/** The conference's days in order. */
export function daysOf(items: Items): string[] {
  return [...parted(items).days.keys()].sort()
}

/** A day's sessions and talks by time; posters have a list of their own. */
export function ofDay(items: Items, day: string): Item[] {
  return [...(parted(items).days.get(day) ?? [])].sort(byTime)
}

/** All posters and exhibits in board order. */
export function postersOf(items: Items): Item[] {
  return byBoard(parted(items).posters)
}

export const isNow = (item: Item, now: Date): boolean =>
  item.starts !== null && item.ends !== null && Date.parse(item.starts) <= now.getTime() && now.getTime() < Date.parse(item.ends)

export const isPast = (item: Item, now: Date): boolean => {
  const last = item.ends ?? item.starts
  return last !== null && Date.parse(last) <= now.getTime()
}

const NEAR = 2 * 3_600_000

/** What is on, what comes next (everything that starts first within two hours), and the rest of the day.
 *
 * `rank` says how much an item matters, 0 the most: what is on and what is next stand in that order, then by time.
 */
export function nowAndNext(day: readonly Item[], now: Date, rank: (item: Item) => number = () => 0): { now: Item[]; next: Item[]; later: Item[]; past: Item[] } {
  const parts: { now: Item[]; next: Item[]; later: Item[]; past: Item[] } = { now: [], next: [], later: [], past: [] }
  const first = day.find((item) => item.starts !== null && item.status !== 'cancelled' && Date.parse(item.starts) > now.getTime())?.starts
  const near = first && Date.parse(first) - now.getTime() < NEAR ? first : null
  for (const item of day) {
    if (isPast(item, now)) parts.past.push(item)
    else if (isNow(item, now) && item.status !== 'cancelled') parts.now.push(item)
    else if (item.starts !== null && item.starts === near) parts.next.push(item)
    else parts.later.push(item)
  }
  for (const shown of [parts.now, parts.next]) shown.sort((a, b) => rank(a) - rank(b) || byTime(a, b))
  return parts
}

/** All items of a person, by time. */
export function itemsOfPerson(items: Items, person: string): Item[] {
  return [...items.values()].filter((item) => item.people.includes(person)).sort(byTime)
}

/** "Ana Lima, Bo Sato and 3 more". */
export function namesOf(item: Item, people: People, most = 3): string {
  const names = item.people.map((id) => people.get(id)?.name).filter((name) => !!name)
  if (names.length <= most) return names.join(', ')
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`
}

/** "Room E351 · Interventional"; a poster says its board first. */
export function placeOf(item: Item): string {
  const board = item.board ? `board ${item.board}` : null
  return [item.room, isPoster(item) ? board : null, item.track].filter((part) => !!part).join(' · ')
}

/** The title as shown: a poster names its board. */
export function titleOf(item: Item): string {
  return isPoster(item) && item.board ? `Poster ${item.board}: ${item.title}` : item.title
}
