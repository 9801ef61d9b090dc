/** The outbox: mutations that are on this phone and not yet acknowledged by the server (docs/sync.md 6.2). */
import { joined } from './change'
import { read, write, type Writing } from './database'
import { showEntries, writes } from './memory'
import { tellTabs } from './tabs'
import { userId } from './who'
import type { Entry, Mutation } from './wire'

export type Change = Mutation

/** Adds the mutations in one strict transaction and resolves once they are on this phone for good. */
export async function enqueue(changes: readonly Change[], user = userId.peek()): Promise<void> {
  if (changes.length === 0) return
  const stored = await write(user, async (tx) => {
    const entries: Entry[] = []
    for (const change of changes) entries.push(await put(tx, change))
    return entries
  })
  announce(user, stored)
}

/** Shows what was stored here, in the other tabs and to the sync loop. */
export function announce(user: string, stored: readonly Entry[]): void {
  if (user !== userId.peek()) return
  showEntries(stored)
  writes.value += 1
  tellTabs()
}

/** Adds one mutation, folded into the waiting one before it where that changes no meaning. */
export async function put(tx: Writing, change: Change): Promise<Entry> {
  const outbox = tx.objectStore('outbox')
  const before = await outbox.index('row').getAll(change.row)
  const latest = before.at(-1)
  const both = latest && joined(latest, change)
  if (both) {
    await outbox.put(both)
    return both
  }
  return await append(tx, change)
}

/** Adds one mutation at the end; the store's key generator gives it its number, never used again. */
export async function append(tx: Writing, change: Change): Promise<Entry> {
  const entry = { ...change, sent: false }
  const n = await tx.objectStore('outbox').add(entry as Entry)
  return { ...entry, n }
}

/** Returns how many mutations of the user wait here. */
export async function waitingCount(user: string): Promise<number> {
  return await read(user, (tx) => tx.objectStore('outbox').count())
}

/** Returns the mutation without what only this phone needs to know. */
export function bare({ id, kind, row, base, at, set, settle, delete: gone }: Mutation): Mutation {
  const action = gone ? { delete: gone } : settle ? { settle } : { set: set ?? {} }
  return { id, kind, row, base, at, ...action }
}
