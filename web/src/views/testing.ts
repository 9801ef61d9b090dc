/** Items and people for the tests of the views. */
import type { AgendaPerson, Item } from '../store/agenda'
import type { Row } from '../store/kinds'
import { filled } from '../store/blank'

export function item(id: string, values: Partial<Item> = {}): Item {
  const empty = { track: null, room: null, starts: null, ends: null, local: null, day_on: null, board: null, number: null, parent: null }
  return { id, kind: 'talk', title: id, people: [], status: 'confirmed', ...empty, ...values }
}

export function itemsOf(...all: Item[]): ReadonlyMap<string, Item> {
  return new Map(all.map((one) => [one.id, one]))
}

export function peopleOf(...all: [id: string, name: string, affiliation?: string][]): ReadonlyMap<string, AgendaPerson> {
  return new Map(all.map(([id, name, affiliation]) => [id, { id, name, degrees: [], affiliation: affiliation ?? null }]))
}

export function contact(id: string, values: Partial<Row<'contact'>> = {}): Row<'contact'> {
  return { ...filled('contact', values), id }
}

export function scan(id: string, values: Partial<Row<'scan'>> = {}): Row<'scan'> {
  return { ...filled('scan', values), id }
}

export function target(id: string, values: Partial<Row<'target'>> = {}): Row<'target'> {
  return { ...filled('target', values), id }
}

export function byId<T extends { id: string }>(...rows: T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]))
}
