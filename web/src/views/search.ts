/** The words of a query, and where they stand in a text that is shown. Pure. */
import { fold } from './fold'

export { fold } from './fold'

const MOST_WORDS = 8

/** The query's words, folded; at most eight. */
export function wordsOf(query: string): string[] {
  return [...new Set(fold(query).split(/\s+/))].filter((word) => word !== '').slice(0, MOST_WORDS)
}

/** A piece of a text; `hit` where a word of the query stands in it. */
export interface Piece {
  text: string
  hit: boolean
}

/** The text in pieces; joined they are the text. Hits that touch are one piece. */
export function marked(text: string, words: readonly string[]): Piece[] {
  const hits = words.length > 0 ? hitsIn(text, words) : []
  const pieces: Piece[] = []
  let at = 0
  for (const [from, to] of hits) {
    if (from > at) pieces.push({ text: text.slice(at, from), hit: false })
    pieces.push({ text: text.slice(from, to), hit: true })
    at = to
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: false })
  return pieces
}

/** The part of a long text around the first hit, cut between words; null when no word stands in it. */
export function around(text: string, words: readonly string[], reach = 60): string | null {
  const [first] = hitsIn(text, words)
  if (!first) return null
  const start = first[0] <= reach ? 0 : Math.min(first[0], text.indexOf(' ', first[0] - reach) + 1 || first[0])
  const rest = first[1] + reach
  const end = rest >= text.length ? text.length : Math.max(first[1], text.lastIndexOf(' ', rest))
  return `${start > 0 ? '… ' : ''}${text.slice(start, end).trim()}${end < text.length ? ' …' : ''}`
}

/** Where the words stand, in order, without overlap; positions of the text itself, not of its folded form. */
function hitsIn(text: string, words: readonly string[]): [number, number][] {
  const { folded, origins } = traced(text)
  const found: [number, number][] = []
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      found.push([origins[at] ?? 0, origins[at + word.length] ?? text.length])
    }
  }
  return joined(found)
}

function joined(hits: [number, number][]): [number, number][] {
  const all: [number, number][] = []
  for (const hit of hits.sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1)
    if (last && hit[0] <= last[1]) last[1] = Math.max(last[1], hit[1])
    else all.push([hit[0], hit[1]])
  }
  return all
}

/** The folded text, and for each of its places where that came from; one more for the end. */
function traced(text: string): { folded: string; origins: number[] } {
  const origins: number[] = []
  let folded = ''
  let at = 0
  for (const letter of text) {
    const made = fold(letter)
    for (let step = 0; step < made.length; step++) origins.push(at)
    folded += made
    at += letter.length
  }
  // a mark that folds to nothing belongs to the letter before it
  origins.push(text.length)
  return { folded, origins }
}
