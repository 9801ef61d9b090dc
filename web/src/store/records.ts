/** The user's own records: shown from memory, written to this phone first, sent later (docs/sync.md 6). */
import { filled } from './blank'
import { difference } from './change'
import { fresh } from './ids'
import type { Kind, Kinds } from './kinds'
import { part, timeline } from './memory'
import { enqueue, type Change } from './outbox'
import { replay, unsettled, type Shown } from './replay'
import { userId } from './who'
import type { Alt, Entry, ServerRow } from './wire'

export { keepStorage } from './keep'
export { attention, bin, live, unsent } from './live'
export { StoreFault } from './database'

/** What an editor began with: `base` and `before` are those of the moment it opened. */
export interface Draft<K extends Kind> {
  kind: K
  id: string
  base: number
  before: Kinds[K] | null
  /** Whose editor it is: what is typed never goes into the store of who came after. */
  user: string
  timeline: number
}

/** Opens a record for editing; an id that names nothing yet opens a new one. */
export function open<K extends Kind>(kind: K, id: string): Draft<K> {
  const shown = current(kind, id)
  const seen = { user: userId.peek(), timeline: timeline.peek() }
  return { kind, id, base: rowOf(kind, id)?.rev ?? 0, before: shown.live ? shown.values : null, ...seen }
}

/** Saves what differs from the draft, as one mutation; rejects with StoreFault when this phone could not keep it.
 *
 * The draft then stands for what was saved: saving it again saves only what came after.
 */
export async function save<K extends Kind>(draft: Draft<K>, values: Partial<Kinds[K]>): Promise<void> {
  await saveTogether([{ draft, values }])
}

/** Saves several records in one transaction: all of them are kept, or none. */
export async function saveTogether(entries: { draft: Draft<Kind>; values: object }[]): Promise<void> {
  const changes = entries.map(({ draft, values }) => edit(draft, values)).filter((change) => change !== null)
  const undo = entries.map(({ draft, values }) => advance(draft, values))
  await enqueue(changes, entries[0]?.draft.user).catch((fault: unknown) => {
    for (const back of undo) back()
    throw fault
  })
}

/** Deletes the record; it stays in the bin. */
export async function remove<K extends Kind>(kind: K, id: string): Promise<void> {
  if (current(kind, id).live) await enqueue([{ ...stamp(kind, id), delete: true }])
}

/** Brings a deleted record back. */
export async function restore<K extends Kind>(kind: K, id: string): Promise<void> {
  const shown = current(kind, id)
  if (shown.known && !shown.live) await enqueue([{ ...stamp(kind, id), set: {} }])
}

/** Settles a conflict: the named losing value is not shown again. To take it instead, save it first. */
export async function settle<K extends Kind>(kind: K, id: string, field: string, rev: number): Promise<void> {
  await enqueue([{ ...stamp(kind, id), settle: { [field]: [rev] } }])
}

/** Tells where the record's last word is: only on this phone, or on the server too. */
export function stateOf(kind: Kind, id: string): 'phone' | 'server' {
  return part(kind).entries.value.some((entry) => entry.row === id) ? 'phone' : 'server'
}

/** Returns the values that lost on other devices, to be shown beside the current ones. */
export function other(kind: Kind, id: string): Alt[] {
  return unsettled(part(kind).rows.value.get(id), waitingFor(part(kind).entries.value, id))
}

/** The mutation of an edit, or null when nothing changed. Saving a deleted record revives it, whatever it holds. */
function edit(draft: Draft<Kind>, values: object): Change | null {
  const revived = draft.before === null ? current(draft.kind, draft.id) : null
  const reviving = revived !== null && revived.known && !revived.live
  const before = reviving ? revived.values : draft.before
  const set = difference(draft.kind, before, values)
  if (Object.keys(set).length === 0 && !reviving) return null
  return { id: fresh(), kind: draft.kind, row: draft.id, base: draft.timeline === timeline.peek() ? draft.base : 0, at: now(), set }
}

/** An editor that saves as one types goes on from what it saved last; returns how to take that back. */
function advance(draft: Draft<Kind>, values: object): () => void {
  const { before } = draft
  const ground = before ?? current(draft.kind, draft.id).values // of a deleted record: what comes back with it
  draft.before = filled(draft.kind, { ...ground, ...values })
  return () => (draft.before = before)
}

function stamp(kind: Kind, id: string): Change {
  return { id: fresh(), kind, row: id, base: rowOf(kind, id)?.rev ?? 0, at: now() }
}

function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z')
}

function rowOf(kind: Kind, id: string): ServerRow | undefined {
  return part(kind).rows.peek().get(id)
}

function current<K extends Kind>(kind: K, id: string): Shown<K> {
  return replay(kind, rowOf(kind, id), waitingFor(part(kind).entries.peek(), id))
}

function waitingFor(entries: readonly Entry[], id: string): Entry[] {
  return entries.filter((entry) => entry.row === id)
}
