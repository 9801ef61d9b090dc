/** What happened to a record: from the server's log, and what this phone itself still knows (docs/sync.md). */
import { syncNow } from '../sync/state'
import { call } from './api'
import { isKind, mergeType } from './blank'
import { read, write } from './database'
import type { Kind } from './kinds'
import { part } from './memory'
import { userId } from './who'
import type { Archived, Entry, SetChange, TextChange } from './wire'

export type What = 'made' | 'changed' | 'settled' | 'deleted' | 'brought_back' | 'purged' | 'held'

/** A field before and after. Of a set the two may hold only what differs; `known` is false where nobody here knows `old`. */
export interface FieldChange {
  field: string
  old: unknown
  new: unknown
  known: boolean
}

export interface HistoryLine {
  id: string
  /** Null while it is only on this phone. */
  rev: number | null
  at: string | null
  received_at: string | null
  device: { id: string; name: string | null }
  result: string
  what: What
  changes: FieldChange[]
  /** Other values that stayed beside the current one with this line. */
  beside: { field: string; value: unknown }[]
  settled: { field: string; value: unknown }[]
  doubled: { field: string; first: string; second: string }[]
}

const PAGE = 50
const KEPT_BOTH = 'kept-both'

interface Answer {
  lines: (Omit<HistoryLine, 'changes'> & { changes: Omit<FieldChange, 'known'>[] })[]
  more: boolean
}

export interface Own {
  /** This phone's device id. */
  device: string
  /** Newest first; `rev` is null where the server has not taken the line yet. */
  lines: HistoryLine[]
}

/** Returns a page of the server's lines, newest first; `before` is a rev. Rejects with ApiProblem.
 *
 * Lines newer than the record on this phone make it fetch the record, too: what is put back is put over what it shows.
 */
export async function serverLines(kind: Kind, id: string, before: number | null): Promise<{ lines: HistoryLine[]; more: boolean }> {
  const from = before === null ? '' : `&before=${before}`
  const { lines, more } = await call<Answer>('GET', `/api/history/${kind}/${id}?limit=${PAGE}${from}`)
  const newest = lines.find((line) => line.what !== 'held')?.rev ?? 0
  if (newest > (part(kind).rows.peek().get(id)?.rev ?? 0)) void syncNow()
  return { lines: lines.map((line) => ({ ...line, changes: line.changes.map((change) => ({ ...change, known: true })) })), more }
}

/** Returns what this phone did to the record itself: what it sent in the last 30 days, and what waits. */
export async function ownLines(kind: Kind, id: string): Promise<Own> {
  const [device, archived, waiting] = await read(userId.peek(), (tx) =>
    Promise.all([
      tx.objectStore('meta').get('device'),
      tx.objectStore('archive').index('row').getAll(id),
      tx.objectStore('outbox').index('row').getAll(id),
    ]),
  )
  const entries: (Entry | Archived)[] = [...archived, ...waiting].filter((entry) => entry.kind === kind)
  const body: Record<string, unknown> = {}
  const lines = entries.sort((one, two) => one.n - two.n).map((entry) => lineOf(kind, entry, body, String(device)))
  return { device: String(device), lines: lines.reverse() }
}

/** Returns the edits of the text by this phone that the server merged, and that nobody has looked at: newest first. */
export async function mergedEdits(kind: Kind, id: string, field: string): Promise<{ id: string; change: TextChange }[]> {
  if (!isKind(kind) || mergeType(kind, field) !== 'text') return []
  const [archived, kept] = await read(userId.peek(), (tx) =>
    Promise.all([tx.objectStore('archive').index('row').getAll(id), tx.objectStore('meta').get(KEPT_BOTH)]),
  )
  const looked = new Set(Array.isArray(kept) ? kept : [])
  const merged = archived.filter((entry) => entry.result === 'merged' && entry.set?.[field] && !looked.has(`${entry.id}:${field}`))
  merged.sort((one, two) => two.n - one.n)
  return merged.map((entry) => ({ id: entry.id, change: entry.set?.[field] as TextChange }))
}

/** Tells whether the person chose on this phone to keep both versions of a place. */
export async function areBothKept(mutation: string, field: string): Promise<boolean> {
  const kept = await read(userId.peek(), (tx) => tx.objectStore('meta').get(KEPT_BOTH))
  return Array.isArray(kept) && kept.includes(`${mutation}:${field}`)
}

const MOST_KEPT = 1_000

/** Notes that both versions stay: they are not pointed at again on this phone. */
export async function keepBoth(mutation: string, field: string): Promise<void> {
  await write(userId.peek(), async (tx) => {
    const kept = await tx.objectStore('meta').get(KEPT_BOTH)
    const all = [...(Array.isArray(kept) ? (kept as string[]) : []), `${mutation}:${field}`]
    await tx.objectStore('meta').put(all.slice(-MOST_KEPT), KEPT_BOTH)
  })
}

/** One line, and the fields as this phone left them with it, for the lines after it. */
function lineOf(kind: Kind, entry: Entry | Archived, body: Record<string, unknown>, device: string): HistoryLine {
  const changes = Object.entries(entry.set ?? {}).map(([field, change]) => changeOf(kind, field, change, body))
  for (const { field, new: made } of changes) body[field] = made
  const settled = Object.keys(entry.settle ?? {}).map((field) => ({ field, value: null }))
  const archived = 'acked_at' in entry ? entry : null
  const result = archived?.result ?? 'waiting'
  return {
    id: entry.id,
    rev: null,
    at: entry.at,
    received_at: archived?.acked_at ?? null,
    device: { id: device, name: null },
    result,
    what: result === 'held' ? 'held' : whatOf(entry, changes),
    changes: result === 'held' ? [] : changes,
    beside: [],
    settled,
    doubled: [],
  }
}

function whatOf(entry: Entry, changes: readonly FieldChange[]): What {
  if (entry.delete) return 'deleted'
  if (entry.settle) return 'settled'
  return changes.length === 0 ? 'brought_back' : 'changed'
}

function changeOf(kind: Kind, field: string, change: unknown, body: Readonly<Record<string, unknown>>): FieldChange {
  switch (isKind(kind) ? mergeType(kind, field) : 'value') {
    case 'text': {
      const { from, to } = change as TextChange
      return { field, old: from, new: to, known: true }
    }
    case 'set': {
      const { add, remove } = change as SetChange
      return { field, old: remove, new: add, known: true }
    }
    default:
      return { field, old: body[field] ?? null, new: change, known: field in body }
  }
}
