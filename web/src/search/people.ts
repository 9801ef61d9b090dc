/** The people of an agenda laid out for being found by name, and who is found. Pure. */
import type { AgendaPerson } from '../store/agenda_shapes'
import { eachHit, isWordEnd, isWordStart, linesOf, textAt, type Lines } from './lines'

/** More would push what else was found off a phone's screen. */
export const MOST_PEOPLE = 3
/** One letter begins somebody's name wherever one types it. */
const LEAST_LETTERS = 2

/** Someone, and the places of what they take part in among the items. */
interface Part {
  id: string
  places: readonly number[]
}

/** Everybody once, a line of `names` each; those who stand first come first among equal hits. */
export interface Folk {
  parts: readonly Part[]
  names: Lines
}

/** The first of those who were found, the best first, and how many there are. */
export interface Named {
  parts: readonly Part[]
  total: number
}

/** Lays out everybody: those with most items first, then who comes first. `persons` are those of each item, in the order of time. */
export function folkOf(persons: readonly (readonly AgendaPerson[])[], everybody: Iterable<AgendaPerson>): Folk {
  const placesOf = new Map<AgendaPerson, number[]>()
  persons.forEach((own, place) => {
    for (const person of own) {
      const places = placesOf.get(person)
      if (!places) placesOf.set(person, [place])
      else if (places.at(-1) !== place) places.push(place)
    }
  })
  for (const person of everybody) if (!placesOf.has(person)) placesOf.set(person, [])
  const inOrder = [...placesOf].sort(([, some], [, others]) => others.length - some.length)
  return { parts: inOrder.map(([{ id }, places]) => ({ id, places })), names: linesOf(inOrder, ([{ name }]) => name) }
}

/** Finds the people in whose name each of the words begins a word; with a filter those who have an item that passes it. */
export function named({ parts, names }: Folk, words: readonly string[], allowed: Uint8Array | null): Named {
  const found: [Part[], Part[], Part[]] = [[], [], []]
  let total = 0
  if (words.join('').length < LEAST_LETTERS) return { parts: [], total }
  const longest = words.reduce((one, other) => (other.length > one.length ? other : one))
  eachHit(names, longest, [1, 0], (line, begins) => {
    const fit = begins ? fitOf(textAt(names, line), words) : null
    const part = parts[line]
    if (fit === null || !part || (allowed && !part.places.some((place) => allowed[place]))) return
    total += 1
    if (found[fit].length < MOST_PEOPLE) found[fit].push(part)
  })
  return { parts: found.flat().slice(0, MOST_PEOPLE), total }
}

/** 0 where the words are the whole name, 1 where each is a word of it, 2 where each begins one; null where one does not. */
function fitOf(name: string, words: readonly string[]): 0 | 1 | 2 | null {
  const each = words.map((word) => beginning(name, word))
  if (each.includes(null)) return null
  if (each.includes(false)) return 2
  return words.join(' ').length === name.length ? 0 : 1
}

/** Whether a word of the name that begins so is the whole word; null where none begins so. */
function beginning(name: string, word: string): boolean | null {
  let found: boolean | null = null
  for (let at = name.indexOf(word); at >= 0 && !found; at = name.indexOf(word, at + 1)) {
    if (isWordStart(name, at)) found = isWordEnd(name, at + word.length)
  }
  return found
}
