/** What a query finds, the best first: every word must stand somewhere in what is said of an item. Pure. */
import type { Item } from '../store/agenda_shapes'
import { fold } from '../views/fold'
import { wordsOf } from '../views/search'
import type { Corpus, Segment } from './corpus'
import { eachHit } from './lines'

const PHRASE: [number, number] = [9, 6]
const ABSTRACT: [number, number] = [2, 1]

/** A query under way: for each word the worth of its best hit in each item. */
export interface Search {
  words: string[]
  best: Uint8Array[]
  /** The items that the filter lets pass; null for all. */
  allowed: Uint8Array | null
  /** What is found without abstracts, the best first. */
  near: number[]
}

/** Looks through titles, people, boards, numbers, rooms, tracks and affiliations. */
export function search(corpus: Corpus, query: string, passes: ((item: Item) => boolean) | null): Search {
  const words = wordsOf(query)
  const allowed = passes ? Uint8Array.from(corpus.items, (item) => Number(passes(item))) : null
  const best = words.map((word) => {
    const worths = new Uint8Array(corpus.items.length)
    for (const { lines, begins, within } of corpus.fields) eachHit(lines, word, [begins, within], raise(worths))
    return worths
  })
  const totals = totalsOf(best, corpus.items.length, allowed)
  const phrase = fold(query).trim().replace(/\s+/g, ' ')
  if (words.length > 1) {
    eachHit(corpus.title, phrase, PHRASE, (item, worth) => {
      if (totals[item]) totals[item] = (totals[item] ?? 0) + worth
    })
  }
  return { words, best, allowed, near: inOrder(totals) }
}

/** Looks through the abstracts of one segment as well; the answer comes with `far`. */
export function searchSegment({ words, best }: Search, { lines, owners }: Segment): void {
  words.forEach((word, place) => {
    const worths = best[place]
    if (!worths) return
    const take = raise(worths)
    eachHit(lines, word, ABSTRACT, (line, worth) => take(owners[line] ?? 0, worth))
  })
}

/** What is found only with the help of abstracts, the best first. */
export function far({ best, allowed, near }: Search): number[] {
  const known = new Set(near)
  return inOrder(totalsOf(best, best[0]?.length ?? 0, allowed)).filter((item) => !known.has(item))
}

function raise(worths: Uint8Array): (item: number, worth: number) => void {
  return (item, worth) => {
    if (worth > (worths[item] ?? 0)) worths[item] = worth
  }
}

/** The sum of the words' worths; 0 where a word is missing or the filter forbids. */
function totalsOf(best: readonly Uint8Array[], count: number, allowed: Uint8Array | null): Uint16Array {
  const totals = new Uint16Array(count)
  for (let item = 0; item < count && best.length > 0; item++) {
    if (allowed && !allowed[item]) continue
    let total = 0
    for (const worths of best) {
      const worth = worths[item]
      if (!worth) {
        total = 0
        break
      }
      total += worth
    }
    totals[item] = total
  }
  return totals
}

const ITEMS = 2 ** 24

/** Places of the items with a total, the highest total first, earlier items first among equals. */
function inOrder(totals: Uint16Array): number[] {
  const keys: number[] = []
  totals.forEach((total, item) => {
    if (total > 0) keys.push((0xffff - total) * ITEMS + item)
  })
  return Array.from(Float64Array.from(keys).sort(), (key) => key % ITEMS)
}
