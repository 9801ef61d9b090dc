/**
 * The texts of an agenda laid out for searching: each field is one long folded text, an item a line. Pure.
 *
 * A browser finds a word in a long text at memory speed, so that no table of words is needed; a line's number tells
 * the item.
 */
import type { AgendaPerson, Item } from '../store/agenda_shapes'
import { byTime } from '../views/agenda'
import { fold } from '../views/fold'

/** Many short texts as one; line n begins at `starts[n]`. */
export interface Lines {
  text: string
  starts: Uint32Array
}

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
}

/** Lays out items and people; the items stand in the order of time, which decides between equal hits. */
export function corpusOf(items: Iterable<Item>, people: ReadonlyMap<string, AgendaPerson>): Corpus {
  const all = [...items].sort(byTime)
  const persons = (item: Item) => item.people.flatMap((id) => people.get(id) ?? [])
  const title = linesOf(all, (item) => item.title)
  const names = linesOf(all, (item) => persons(item).map((person) => person.name).join(' | '))
  const marks = linesOf(all, (item) => `${item.board ?? ''} ${item.number ?? ''}`)
  const places = linesOf(all, (item) => `${item.room ?? ''} | ${item.track ?? ''}`)
  const affiliations = linesOf(all, (item) => persons(item).map((person) => person.affiliation ?? '').join(' | '))
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

/** Calls back with the worth of the best hit of each line that holds the word. */
export function eachHit(lines: Lines, word: string, worth: [begins: number, within: number], take: (line: number, worth: number) => void): void {
  const { text, starts } = lines
  let line = 0
  let at = text.indexOf(word)
  while (at >= 0) {
    line = lineAt(starts, at, line)
    const end = starts[line + 1] ?? text.length
    let best = worth[1]
    while (at >= 0 && at < end) {
      if (isWordStart(text, at)) {
        best = worth[0]
        break
      }
      at = text.indexOf(word, at + 1)
    }
    take(line, best)
    if (at >= 0 && at < end) at = text.indexOf(word, end)
  }
}

function linesOf<T>(all: readonly T[], textOf: (one: T) => string): Lines {
  const starts = new Uint32Array(all.length + 1)
  const parts: string[] = []
  let at = 0
  all.forEach((one, line) => {
    const text = fold(textOf(one)).replaceAll('\n', ' ')
    parts.push(text)
    at += text.length + 1
    starts[line + 1] = at
  })
  return { text: parts.join('\n'), starts }
}

/** The line that holds the place, looked for from a line at or before it. */
function lineAt(starts: Uint32Array, at: number, from: number): number {
  let [low, high] = [from, starts.length - 2]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}

function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true
  const before = text.charCodeAt(at - 1)
  return !((before >= 97 && before <= 122) || (before >= 48 && before <= 57) || before > 127)
}
