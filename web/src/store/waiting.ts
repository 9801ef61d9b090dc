/** What the "unsent" screen lists, and what a person can do with each line (docs/sync.md 6.5). */
import { call } from './api'
import { isKind } from './blank'
import { read, write, type Writing } from './database'
import { fresh } from './ids'
import type { Kind } from './kinds'
import { load } from './load'
import { writes } from './memory'
import { append, bare } from './outbox'
import { replay } from './replay'
import { listed, putBack } from './shelf'
import { tellTabs } from './tabs'
import { userId } from './who'
import type { Entry, Held, Mutation, Problem, ServerRow } from './wire'

export interface Waiting {
  /** What `resend` and `discard` take: a mutation id, or `shelf:<kind>:<row id>`. */
  id: string
  kind: string
  row: string
  at: string | null
  /** A name, a text, a badge reading: whatever tells a person which record this is; "" when nothing does. */
  title: string
  state: 'waiting' | 'held'
  problem?: Problem
  /** The change word for word, to be copied or edited; a shelved row has none. */
  change?: Mutation
}

const BEHIND: Problem = {
  type: 'shelf',
  title: 'The server was restored and no longer has this',
  status: 0,
}
const NAMING = ['name', 'title_at_flagging', 'title', 'subject', 'bullets', 'text', 'promise', 'raw', 'why']

/** Lists the mutations not on the server, oldest first, then what needs attention. */
export async function waiting(): Promise<Waiting[]> {
  const [entries, held, shelved, rows] = await read(userId.peek(), (tx) =>
    Promise.all([
      tx.objectStore('outbox').getAll(),
      tx.objectStore('held').getAll(),
      listed(tx),
      tx.objectStore('rows').getAll(),
    ]),
  )
  const known = new Map(rows.map((row) => [`${row.kind}:${row.id}`, row]))
  const line = (entry: Entry): Waiting => ({
    id: entry.id,
    kind: entry.kind,
    row: entry.row,
    at: entry.at,
    title: titleOf(entry.kind, known.get(`${entry.kind}:${entry.row}`), [...before(entries, entry), entry]),
    state: 'waiting',
    change: bare(entry),
  })
  return [
    ...entries.map(line),
    ...held.map((entry): Waiting => ({ ...line(entry), state: 'held', problem: entry.problem })),
    ...shelved.map(shelfLine),
  ]
}

/** Sends a held change again as a new mutation, or puts a shelved row back. A line that waits anyway is left alone. */
export async function resend(id: string): Promise<void> {
  await changed(async (tx) => {
    const held = await tx.objectStore('held').get(id)
    if (held) {
      await append(tx, { ...bare(held), id: fresh() })
      await tx.objectStore('held').delete(id)
      return held
    }
    await shelfBack(tx, id)
    return undefined
  })
}

/** Drops the line for good: what a person asked for, never what a fault leads to. */
export async function discard(id: string): Promise<void> {
  await changed(async (tx) => {
    const held = await tx.objectStore('held').get(id)
    await tx.objectStore('held').delete(id)
    const waits = await tx.objectStore('outbox').index('id').getKey(id)
    if (waits !== undefined) await tx.objectStore('outbox').delete(waits)
    const shelved = shelfKey(id)
    if (shelved) await tx.objectStore('shelf').delete(shelved)
    return held
  })
}

async function changed(work: (tx: Writing) => Promise<Held | undefined>): Promise<void> {
  const user = userId.peek()
  const settled = await write(user, work)
  await load(user)
  writes.value += 1
  tellTabs()
  if (settled?.by === 'server') void dismiss(settled.id)
}

/** Tells the server that its held copy was dealt with; offline it only stays in the server's own list. */
async function dismiss(id: string): Promise<void> {
  await call('DELETE', `/api/held/${id}`).catch(() => undefined)
}

async function shelfBack(tx: Writing, id: string): Promise<void> {
  const key = shelfKey(id)
  const shelved = key && (await tx.objectStore('shelf').get(key))
  if (!key || !shelved) return
  const now = await tx.objectStore('rows').get(key)
  const set = putBack(shelved, now)
  const at = shelved.at ?? new Date().toISOString()
  if (Object.keys(set).length > 0) {
    await append(tx, { id: fresh(), kind: shelved.kind, row: shelved.id, base: now?.rev ?? 0, at, set })
  }
  await tx.objectStore('shelf').delete(key)
}

function shelfKey(id: string): [string, string] | null {
  const [mark, kind, row] = id.split(':')
  return mark === 'shelf' && kind && row ? [kind, row] : null
}

function shelfLine(row: ServerRow): Waiting {
  const title = titleOf(row.kind, row, [])
  return { id: `shelf:${row.kind}:${row.id}`, kind: row.kind, row: row.id, at: row.at, title, state: 'held', problem: BEHIND }
}

function before(entries: readonly Entry[], entry: Entry): Entry[] {
  return entries.filter((earlier) => earlier.row === entry.row && earlier.n < entry.n)
}

function titleOf(kind: string, row: ServerRow | undefined, entries: Entry[]): string {
  if (!isKind(kind)) return ''
  const values: Record<string, unknown> = { ...replay<Kind>(kind, row, entries).values }
  const naming = NAMING.map((field) => values[field]).find((value) => typeof value === 'string' && value !== '')
  return typeof naming === 'string' ? (naming.split('\n')[0] ?? '') : ''
}
