/** The outbox: mutations that are on this phone and not yet acknowledged by the server (docs/sync.md 6.2). */
import { mergeType } from './blank'
import { joined } from './change'
import { read, write, type Reading, type Writing } from './database'
import { heldOf, hold } from './just_now'
import type { Kind } from './kinds'
import { part, showEntries, writes } from './memory'
import { tellTabs } from './tabs'
import { userId } from './who'
import type { Entry, Mutation } from './wire'

export type Change = Mutation

/** Adds the mutations in one strict transaction, begun before this returns; resolves once they are here for good. */
export async function enqueue(changes: readonly Change[], user = userId.peek()): Promise<void> {
  if (changes.length === 0) return
  const drop = hold(user, changes)
  const added = await write(user, (tx) => addAll(tx, changes))
    .catch((fault: unknown) => recovered(user, changes, fault))
    .finally(drop)
  const shown = await folded(user, added)
  const kept = new Set(shown.map((entry) => entry.n))
  announce(user, shown, new Set(added.map((entry) => entry.n).filter((n) => !kept.has(n))))
}

/** All is asked for and committed in one go: should the page end now, the browser needs nothing more of it. */
async function addAll(tx: Writing, changes: readonly Change[]): Promise<Entry[]> {
  const entries = changes.map((change) => ({ ...change, sent: false }))
  const numbers = entries.map((entry) => quiet(tx.objectStore('outbox').add(entry as Entry)))
  tx.commit()
  const given = await Promise.all(numbers)
  return entries.map((entry, place) => ({ ...entry, n: given[place] ?? 0 }))
}

/** Adds what a page that ended had asked for in vain. Returns whether there was any that the store did not know. */
export async function recover(user: string): Promise<boolean> {
  if (heldOf(user).changes.length === 0) return false
  const [added, drop] = await write(user, async (tx) => {
    await tx.objectStore('outbox').count() // from here on nobody else writes: what is held now was not stored in between
    const held = heldOf(user)
    const found = new Set<string>()
    for (const change of held.changes) {
      if (await isKnown(tx, change.id)) continue
      const later = (await newer(tx, change)).filter((one) => !found.has(one.id))
      const rest = unless(later, change)
      if (rest) await append(tx, rest)
      if (rest) found.add(rest.id)
    }
    return [found.size, held.drop] as const
  })
  drop()
  return added > 0
}

/** What was written to the row since by another tab. Ids are in the order of time too, and tell within one second. */
async function newer(tx: Writing, { id, row, at }: Change): Promise<Entry[]> {
  const [waiting, sent] = await Promise.all([
    tx.objectStore('outbox').index('row').getAll(row),
    tx.objectStore('archive').index('row').getAll(row),
  ])
  return [...waiting, ...sent].filter((one) => one.at > at || (one.at === at && one.id > id))
}

/** Returns what is left of an older change: words and lists meet, but a newer value stands, and a newer edit revives. */
function unless(later: readonly Entry[], change: Change): Change | null {
  if (later.length === 0) return change
  if (!change.set) return null
  const isSet = (field: string) => later.some((one) => one.set && Object.hasOwn(one.set, field))
  const stands = (field: string) => mergeType(change.kind as Kind, field) === 'value' && isSet(field)
  const set = Object.fromEntries(Object.entries(change.set).filter(([field]) => !stands(field)))
  return Object.keys(set).length > 0 ? { ...change, set } : null
}

/** Another tab may have found a change that was held and added it first: it is stored, as was asked. */
async function recovered(user: string, changes: readonly Change[], fault: unknown): Promise<Entry[]> {
  const found = await read(user, async (tx) => {
    const known = await Promise.all(changes.map(({ id }) => isKnown(tx, id)))
    const waiting = await Promise.all(changes.map(({ id }) => tx.objectStore('outbox').index('id').get(id)))
    return known.every((one) => one) ? waiting : null
  }).catch(() => null)
  if (!found) throw fault
  return found.filter((one) => one !== undefined)
}

async function isKnown(tx: Reading | Writing, id: string): Promise<boolean> {
  const found = await Promise.all([
    tx.objectStore('outbox').index('id').getKey(id),
    tx.objectStore('archive').getKey(id),
    tx.objectStore('held').getKey(id),
  ])
  return found.some((key) => key !== undefined)
}

/** One that is refused ends the transaction, which is told once, not by each of the others. */
function quiet<T>(asked: Promise<T>): Promise<T> {
  asked.catch(() => undefined)
  return asked
}

/** An hour of typing is one mutation: each is folded into the waiting one before it. Without it all says the same. */
async function folded(user: string, added: Entry[]): Promise<Entry[]> {
  const follows = ({ kind, row }: Entry) => part(kind as Kind).entries.peek().some((one) => one.row === row && !one.sent)
  if (!added.some(follows)) return added
  const fold = async (tx: Writing) => {
    const shown: Entry[] = []
    for (const entry of added) shown.push(await folding(tx, entry))
    return shown
  }
  return await write(user, fold, 'relaxed').catch(() => added)
}

async function folding(tx: Writing, added: Entry): Promise<Entry> {
  const outbox = tx.objectStore('outbox')
  const all = await outbox.index('row').getAll(added.row)
  const place = all.findIndex((one) => one.n === added.n)
  const [before, own] = [all[place - 1], all[place]]
  const both = before && own && !own.sent && joined(before, own)
  if (!both) return own ?? added
  await outbox.put(both)
  await outbox.delete(own.n)
  return both
}

/** Shows what was stored here, in the other tabs and to the sync loop. */
function announce(user: string, stored: readonly Entry[], gone: ReadonlySet<number>): void {
  if (user !== userId.peek()) return
  showEntries(stored, gone)
  writes.value += 1
  tellTabs()
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
