/** What the screens and the search's Worker say to each other. */
import type { Filter } from '../views/filter'

export interface Open {
  kind: 'open'
  conference: string
  version: string
}

export interface Find {
  kind: 'find'
  turn: number
  query: string
  filter: Filter
  /** Ids of what is in the plan; only where the filter asks for it. */
  flagged: readonly string[]
}

export type Question = Open | Find

/** `part` is the piece of the abstract in which it was found; null where title, people or place say it. */
export interface Hit {
  id: string
  part: string | null
}

/** Someone with all words in their name; `items` are what they take part in, by time. */
export interface Person {
  id: string
  items: readonly string[]
}

/** The best, and how many there are. */
export interface FoundPeople {
  hits: readonly Person[]
  total: number
}

export interface Found {
  kind: 'found'
  turn: number
  query: string
  people: FoundPeople
  /** The best, at most `MOST_HITS`. */
  hits: readonly Hit[]
  total: number
  /** False while abstracts are still being looked through. */
  complete: boolean
  /** Milliseconds of work. */
  took: number
}

/** How many shards of abstracts are on this phone, of how many. */
export interface State {
  kind: 'state'
  version: string
  abstracts: { here: number; all: number }
}

/** What only the server finds: hits in abstracts that are not on this phone. */
export interface Far {
  kind: 'far'
  query: string
  hits: readonly Hit[]
}

export type Answer = Found | Far | State

export const MOST_HITS = 400
