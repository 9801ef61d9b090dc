/** Shards and patches of an agenda as values: columns to records, and a patch over the rows of a shard. Pure. */
import type { AgendaPerson, Cells, ConferenceInfo, Item, ItemDetails, Part, Patch, Shard } from './agenda_shapes'
import { isBlank } from './wire'

/** The forms of manifests that this app reads; since the second one lists name people by number. */
export const FORMATS: readonly number[] = [1, 2]

/** The numbers of the people on an item, as long as nobody has told whose they are. */
const numbered = new WeakMap<Item, readonly number[]>()

/** Returns the number of the shard that holds the row: the first 8 hex digits of its id, modulo the count. */
export function shardNumber(id: string, count: number): number {
  return Number.parseInt(id.slice(0, 8), 16) % count
}

/** Returns the canonical bytes of a shard, over which its name is taken: sorted keys, no spaces, UTF-8. */
export function canonical({ columns, format, rows }: Shard): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify({ columns, format, rows }))
}

/** Returns the shard with the patch's rows put in and taken out, in the order of ids. */
export function patched(shard: Shard, part: Part, patch: Patch, at: { number: number; count: number }): Shard {
  const here = (id: string) => shardNumber(id, at.count) === at.number
  const rows = new Map(shard.rows.map((row) => [String(row[0]), row]))
  for (const id of patch.gone) rows.delete(id)
  for (const row of patch.put[part] ?? []) if (here(String(row[0]))) rows.set(String(row[0]), row)
  if (part === 'details' || part === 'abstracts') for (const [id, row] of rows) if (isBare(row)) rows.delete(id)
  const inOrder = [...rows].sort(([one], [two]) => (one < two ? -1 : 1)).map(([, row]) => row)
  return { format: patch.format, columns: patch.columns[part] ?? shard.columns, rows: inOrder }
}

/** Returns the rows as records named by the columns; a column this app does not know does no harm. */
export function records(shard: Shard): Record<string, unknown>[] {
  return shard.rows.map((row) => Object.fromEntries(shard.columns.map((column, place) => [column, row[place] ?? null])))
}

/** Returns the items of all `list` shards by id. */
export function itemsOf(shards: readonly Shard[]): Map<string, Item> {
  const into = new Map<string, Item>()
  for (const shard of shards) addItems(into, shard)
  return into
}

/** Adds the items of one `list` shard; where it names people by number an item has none until `nameAll`. */
export function addItems(into: Map<string, Item>, { columns, rows }: Shard): void {
  const place = placesIn(columns)
  const [id, kind, title, status, people] = [place('id'), place('kind'), place('title'), place('status'), place('people')]
  const [track, room, starts, ends, local] = [place('track'), place('room'), place('starts'), place('ends'), place('local')]
  const [day, board, number, parent] = [place('day_on'), place('board'), place('number'), place('parent')]
  for (const row of rows) {
    const item: Item = {
      id: row[id] as string,
      kind: row[kind] as string,
      title: row[title] as string,
      track: text(row[track]),
      room: text(row[room]),
      starts: text(row[starts]),
      ends: text(row[ends]),
      local: text(row[local]),
      day_on: text(row[day]),
      board: text(row[board]),
      number: text(row[number]),
      parent: text(row[parent]),
      people: [],
      status: row[status] as string,
    }
    const named = (row[people] as (string | number)[] | null) ?? []
    if (named.every((one) => typeof one === 'string')) item.people = named
    else numbered.set(item, named as number[])
    into.set(item.id, item)
  }
}

/** Gives the items their people, once all shards of people are read. */
export function nameAll(items: Iterable<Item>, { numbers }: PeopleRead): void {
  for (const item of items) {
    const wanted = numbered.get(item)
    if (!wanted) continue
    item.people = wanted.map((one) => numbers?.get(one) ?? '')
    numbered.delete(item)
  }
}

/** People by id, for each merged id the one it was merged into, and the ids by number. */
export interface PeopleRead {
  people: Map<string, AgendaPerson>
  merged: Map<string, string>
  numbers?: Map<number, string>
}

/** Returns the people of all `people` shards by id; the id of a merged person leads to the one they were merged into. */
export function peopleOf(shards: readonly Shard[]): Map<string, AgendaPerson> {
  const into: PeopleRead = { people: new Map(), merged: new Map() }
  for (const shard of shards) addPeople(into, shard)
  return settled(into)
}

/** Adds the people of one `people` shard; `settled` ends the reading. */
export function addPeople(read: PeopleRead, { columns, rows }: Shard): void {
  const { people, merged } = read
  const place = placesIn(columns)
  const [id, name, degrees, affiliation, into] = [place('id'), place('name'), place('degrees'), place('affiliation'), place('merged_into')]
  const number = place('number')
  const numbers = (read.numbers ??= new Map())
  for (const row of rows) {
    const person = {
      id: row[id] as string,
      name: text(row[name]) ?? '',
      degrees: (row[degrees] as string[] | null) ?? [],
      affiliation: text(row[affiliation]),
    }
    people.set(person.id, person)
    if (typeof row[into] === 'string') merged.set(person.id, row[into])
    if (typeof row[number] === 'number') numbers.set(row[number], person.id)
  }
}

/** Leads every merged id to its person. */
export function settled({ people, merged }: PeopleRead): Map<string, AgendaPerson> {
  const own = new Map(people)
  for (const id of merged.keys()) {
    const person = own.get(followed(merged, own, id))
    if (person) people.set(id, person)
  }
  return people
}

/** Leads the people of items to who they are, where a hand made two one; the order stays, since roles run beside it. */
export function leadItems(items: ReadonlyMap<string, Item>, { people, merged }: PeopleRead): void {
  if (merged.size === 0) return
  for (const item of items.values()) {
    if (item.people.some((id) => merged.has(id))) item.people = item.people.map((id) => people.get(id)?.id ?? id)
  }
}

/** Returns what the details say of an item; one without a row of its own says nothing beyond its people. */
export function detailsFrom(row: Record<string, unknown> | undefined, item: Item): ItemDetails {
  const roles = (row?.roles as string[] | null) ?? []
  return {
    id: item.id,
    subtitle: textIn(row, 'subtitle'),
    day_label: textIn(row, 'day_label'),
    credit: textIn(row, 'credit'),
    people: item.people.map((id, place) => ({ id, role: roles[place] ?? 'presenter' })),
    marks: (row?.marks as string[] | null) ?? [],
    links: (row?.links as string[] | null) ?? [],
    language: textIn(row, 'language'),
  }
}

/** Returns the conference most likely meant: the one under way, else the next, else the last. `today` is YYYY-MM-DD. */
export function likeliest(conferences: readonly ConferenceInfo[], today: string): ConferenceInfo | null {
  const dated = [...conferences].sort((one, two) => ((one.first_day ?? '9999') < (two.first_day ?? '9999') ? -1 : 1))
  return dated.find((one) => (one.last_day ?? one.first_day ?? '9999') >= today) ?? dated.at(-1) ?? null
}

/** Tells whether the row says nothing beyond its id; shards leave such details and abstracts out. */
function isBare(row: Cells): boolean {
  return row.slice(1).every(isBlank)
}

/** Follows `merged_into` to its end; a circle, which no import makes, ends where it closes. */
function followed(merged: ReadonlyMap<string, string>, known: ReadonlyMap<string, AgendaPerson>, id: string): string {
  const seen = new Set<string>()
  let at = id
  for (let next = merged.get(at); next !== undefined && known.has(next) && !seen.has(at); next = merged.get(at)) {
    seen.add(at)
    at = next
  }
  return at
}

function placesIn(columns: readonly string[]): (column: string) => number {
  return (column) => columns.indexOf(column)
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function textIn(row: Record<string, unknown> | undefined, field: string): string | null {
  return text(row?.[field])
}
