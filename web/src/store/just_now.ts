/** What was written a moment ago, held in local storage until the database has it.
 *
 * The database takes a write when its turn comes: behind a long answer of a sync, or another tab. Should the page end
 * before that, the browser drops the write, committed or not. Local storage takes it at once.
 */
import type { Mutation } from './wire'

const PREFIX = 'hallway-now-'
/** Characters; a longer write, which nobody types in a moment, has the database alone. */
const MOST = 200_000

let last = 0

/** Holds the changes from before this returns; returns what drops them, for when the database has them or refused. */
export function hold(user: string, changes: readonly Mutation[]): () => void {
  last += 1
  const key = `${prefixOf(user)}${Date.now()}-${String(last).padStart(9, '0')}`
  const text = JSON.stringify(changes)
  if (text.length <= MOST) quietly(() => localStorage.setItem(key, text))
  return () => quietly(() => localStorage.removeItem(key))
}

/** Returns what the user's pages held when they ended, oldest first, and what drops it. */
export function heldOf(user: string): { changes: Mutation[]; drop: () => void } {
  const keys = (quietly(allKeys) ?? []).filter((key) => key.startsWith(prefixOf(user))).sort()
  const changes = keys.flatMap((key) => quietly(() => JSON.parse(localStorage.getItem(key) ?? '[]') as Mutation[]) ?? [])
  return { changes, drop: () => quietly(() => keys.forEach((key) => localStorage.removeItem(key))) }
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
