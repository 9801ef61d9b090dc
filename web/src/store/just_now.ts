/** What was written a moment ago, held in local storage until the database has it.
 *
 * The database takes a write when its turn comes: behind a long answer of a sync, or another tab. Should the page end
 * before that, the browser drops the write, committed or not. Local storage takes it at once.
 */
import { fresh } from './ids'
import type { Mutation } from './wire'

const PREFIX = 'hallway-now-'
/** Characters; a longer write, which nobody types in a moment, has the database alone. */
const MOST = 200_000

/** Holds the changes from before this returns; returns what drops them, for when the database has them or refused. */
export function hold(user: string, changes: readonly Mutation[]): () => void {
  const key = `${prefixOf(user)}${fresh()}` // these ids are in the order of time
  const text = JSON.stringify(changes)
  if (text.length <= MOST) quietly(() => localStorage.setItem(key, text))
  return () => quietly(() => localStorage.removeItem(key))
}

/** Returns what the user's pages held when they ended, oldest first, and what drops it. */
export function heldOf(user: string): { changes: Mutation[]; drop: () => void } {
  const keys = (quietly(allKeys) ?? []).filter((key) => key.startsWith(prefixOf(user))).sort()
  const changes = keys.flatMap((key) => quietly(() => mutationsIn(JSON.parse(localStorage.getItem(key) ?? '[]'))) ?? [])
  return { changes, drop: () => quietly(() => keys.forEach((key) => localStorage.removeItem(key))) }
}

/** Others may write into local storage: what is no list of mutations is passed over. */
function mutationsIn(told: unknown): Mutation[] {
  const named = (one: unknown) => typeof one === 'object' && one !== null && 'id' in one && 'kind' in one && 'row' in one
  return Array.isArray(told) ? (told.filter(named) as Mutation[]) : []
}

function allKeys(): string[] {
  return Array.from({ length: localStorage.length }, (_, place) => localStorage.key(place) ?? '')
}

function prefixOf(user: string): string {
  return `${PREFIX}${user}-`
}

/** Where local storage is full, switched off or unsound, the database alone keeps what is written. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
