/** An agenda as values: from the columns of shards to items and people. Pure. */
import type { AgendaPerson, Cells, ConferenceInfo, Item, Shard, Table } from './agenda_shapes'

/** An item and the numbers of its people, as long as nobody has told whose they are. */
export type Numbered = [item: Item, people: readonly number[]]

/** Returns the number of the shard that holds the row: the first 8 hex digits of its id, modulo the count. */
export function shardNumber(id: string, count: number): number {
  return Number.parseInt(id.slice(0, 8), 16) % count
}

/** Returns the cells of a shard that has rows. */
export function transposed({ columns, rows = [] }: Shard): Table {
  return { columns, values: columns.map((_column, place) => rows.map((row) => row[place])) }
}

/** Adds the items of one `list` shard; one whose people go by number has none until `nameAll`, and is put to `numbered`. */
export function addItems(into: Map<string, Item>, table: Table, numbered: Numbered[] = []): void {
  const column = columnsIn(table)
  const [ids, kinds, titles, statuses, people] = [column('id'), column('kind'), column('title'), column('status'), column('people')]
  const [tracks, rooms, starts, ends, locals] = [column('track'), column('room'), column('starts'), column('ends'), column('local')]
  const [days, boards, numbers, parents] = [column('day_on'), column('board'), column('number'), column('parent')]
  for (let at = 0; at < ids.length; at++) {
    const item: Item = {
      id: ids[at] as string,
      kind: kinds[at] as string,
      title: titles[at] as string,
      track: text(tracks[at]),
      room: text(rooms[at]),
      starts: text(starts[at]),
      ends: text(ends[at]),
      local: text(locals[at]),
      day_on: text(days[at]),
      board: text(boards[at]),
      number: text(numbers[at]),
      parent: text(parents[at]),
      people: [],
      status: statuses[at] as string,
    }
    const named = (people[at] as (string | number)[] | null) ?? []
    if (named.every((one) => typeof one === 'string')) item.people = named
    else numbered.push([item, named as number[]])
    into.set(item.id, item)
  }
}

/** Gives the items their people, once all shards of people are read. */
export function nameAll(items: Iterable<Numbered>, { numbers }: PeopleRead): void {
  for (const [item, people] of items) item.people = people.map((one) => numbers?.[one] ?? '')
}

/** People by id, for each merged id the one it was merged into, and the ids by number. */
export interface PeopleRead {
  people: Map<string, AgendaPerson>
  merged: Map<string, string>
  numbers?: string[]
}

/** Adds the people of one `people` shard; `settled` ends the reading. */
export function addPeople(read: PeopleRead, table: Table): void {
  const { people, merged } = read
  const column = columnsIn(table)
  const [ids, names, degrees, affiliations] = [column('id'), column('name'), column('degrees'), column('affiliation')]
  const [mergers, theirs] = [column('merged_into'), column('number')]
  const numbers = (read.numbers ??= [])
  for (let at = 0; at < ids.length; at++) {
    const person = {
      id: ids[at] as string,
      name: text(names[at]) ?? '',
      degrees: (degrees[at] as string[] | null | undefined) ?? [],
      affiliation: text(affiliations[at]),
    }
    const [into, number] = [mergers[at], theirs[at]]
    people.set(person.id, person)
    if (typeof into === 'string') merged.set(person.id, into)
    if (typeof number === 'number') numbers[number] = person.id
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

/** Returns the conference most likely meant: the one under way, else the next, else the last. `today` is YYYY-MM-DD. */
export function likeliest(conferences: readonly ConferenceInfo[], today: string): ConferenceInfo | null {
  const dated = [...conferences].sort((one, two) => ((one.first_day ?? '9999') < (two.first_day ?? '9999') ? -1 : 1))
  return dated.find((one) => (one.last_day ?? one.first_day ?? '9999') >= today) ?? dated.at(-1) ?? null
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

/** A column by its name; one that is not there is empty, and one that this app does not know does no harm. */
function columnsIn({ columns, values }: Table): (column: string) => Cells {
  return (column) => values[columns.indexOf(column)] ?? []
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
