/** The texts of an agenda laid out for searching: each field is one long folded text, an item a line. Pure. */
import type { AgendaPerson, Item } from '../store/agenda_shapes'
import { byTime } from '../views/agenda'
import { linesOf, type Lines } from './lines'
import { folkOf, type Folk } from './people'

/** One field of all items, and what a hit in it is worth: at the beginning of a word, and within one. */
export interface Field {
  lines: Lines
  begins: number
  within: number
}

/** The abstracts of one shard; `owners` are places in the items of the corpus. */
export interface Segment {
  lines: Lines
  owners: Uint32Array
}

export interface Corpus {
  items: readonly Item[]
  places: ReadonlyMap<string, number>
  title: Lines
  fields: readonly Field[]
  segments: Segment[]
  folk: Folk
}

/** Lays out items and people; the items stand in the order of time, which decides between equal hits. */
export function corpusOf(items: Iterable<Item>, people: ReadonlyMap<string, AgendaPerson>): Corpus {
  const all = [...items].sort(byTime)
  // whoever was made one with somebody is that person under both ids
  const persons = all.map((item) => item.people.flatMap((id) => people.get(id) ?? []))
  const title = linesOf(all, (item) => item.title)
  const names = linesOf(persons, (own) => own.map((person) => person.name).join(' | '))
  const marks = linesOf(all, (item) => `${item.board ?? ''} ${item.number ?? ''}`)
  const places = linesOf(all, (item) => `${item.room ?? ''} | ${item.track ?? ''}`)
  const affiliations = linesOf(persons, (own) => own.map((person) => person.affiliation ?? '').join(' | '))
  return {
    items: all,
    places: new Map(all.map((item, place) => [item.id, place])),
    title,
    fields: [
      { lines: title, begins: 12, within: 7 },
      { lines: names, begins: 10, within: 5 },
      { lines: marks, begins: 10, within: 4 },
      { lines: places, begins: 5, within: 3 },
      { lines: affiliations, begins: 4, within: 2 },
    ],
    segments: [],
    folk: folkOf(persons, people.values()),
  }
}

/** Adds the abstracts of one shard: id and clean HTML of each. */
export function addAbstracts(corpus: Corpus, rows: readonly (readonly [id: string, html: string])[]): void {
  const known = rows.filter(([id]) => corpus.places.has(id))
  corpus.segments.push({
    lines: linesOf(known, ([, html]) => plain(html)),
    owners: Uint32Array.from(known, ([id]) => corpus.places.get(id) ?? 0),
  })
}

const TAGS = /<[^<>]{0,2000}>/g
const ENTITIES = /&(amp|lt|gt|quot|nbsp|#39);/g
const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" }

/** The words of clean HTML on one line. */
export function plain(html: string): string {
  const text = html.replace(TAGS, ' ').replace(ENTITIES, (_all, name: string) => CHARACTERS[name] ?? ' ')
  return text.replace(/\s+/g, ' ').trim()
}
