/** What an answer does to the phone: each in one strict transaction, and only if nothing moved meanwhile. */
import { write, type Writing } from '../store/database'
import { fresh } from '../store/ids'
import { countsIn, load } from '../store/load'
import { showAnswer, timeline } from '../store/memory'
import { SETTLING } from '../store/shelf'
import { tellTabs } from '../store/tabs'
import { userId } from '../store/who'
import {
  isPurged,
  sameCursor,
  START,
  type Answer,
  type Cursor,
  type Entry,
  type Problem,
  type ServerRow,
} from '../store/wire'

const ARCHIVE_DAYS = 30
const UNNAMED: Problem = { type: '/problems/invalid', title: 'The server did not take this', status: 422 }

/** Applies the answer to a request made at `since`; false when the cursor moved meanwhile and nothing was done. */
export async function applyAnswer(user: string, since: Cursor, answer: Answer): Promise<boolean> {
  const counts = await write(user, async (tx) => {
    if (!(await standsAt(tx, since))) return null
    for (const ack of answer.acked) await acknowledge(tx, ack, answer.time)
    for (const row of answer.rows) await take(tx, row)
    const meta = tx.objectStore('meta')
    await meta.put(answer.cursor, 'cursor')
    await meta.put(answer.top ?? answer.cursor, 'top')
    await meta.put(answer.schema, 'schema')
    if (answer.device === 'renew') await meta.put(fresh(), 'device')
    await prune(tx, answer.time)
    return await countsIn(tx)
  })
  if (counts === null) return false
  if (user === userId.peek()) showAnswer(answer.rows, new Set(answer.acked.map(([id]) => id)), counts)
  tellTabs()
  return true
}

/** Begins anew after the server lost its past: everything ever made here waits again, rows go to the shelf. */
export async function reset(user: string, since: Cursor): Promise<void> {
  await write(user, async (tx) => {
    if (!(await standsAt(tx, since))) return
    for (const entry of await tx.objectStore('outbox').getAll()) {
      await tx.objectStore('outbox').put({ ...entry, base: 0 })
    }
    for (const { result: _result, acked_at: _at, ...entry } of await tx.objectStore('archive').getAll()) {
      await tx.objectStore('outbox').put({ ...entry, base: 0, sent: true })
    }
    await tx.objectStore('archive').clear()
    for (const row of await tx.objectStore('rows').getAll()) await tx.objectStore('shelf').put(row)
    await tx.objectStore('rows').clear()
    await tx.objectStore('meta').put(START, 'cursor')
    await tx.objectStore('meta').put(START, 'top')
    await tx.objectStore('meta').put(true, SETTLING)
  })
  if (user === userId.peek()) {
    timeline.value += 1
    await load(user)
  }
  tellTabs()
}

/** Sets one mutation aside that the server would not even log, so that it blocks nothing. */
export async function setAside(user: string, id: string, problem: Problem): Promise<void> {
  await write(user, async (tx) => {
    const entry = await tx.objectStore('outbox').index('id').get(id)
    if (!entry) return
    await tx.objectStore('outbox').delete(entry.n)
    await tx.objectStore('held').put({ ...entry, problem, by: 'phone' })
  })
  if (user === userId.peek()) await load(user)
  tellTabs()
}

async function standsAt(tx: Writing, since: Cursor): Promise<boolean> {
  const cursor = ((await tx.objectStore('meta').get('cursor')) as Cursor | undefined) ?? START
  return sameCursor(cursor, since)
}

async function acknowledge(tx: Writing, [id, result, problem]: Answer['acked'][number], at: string): Promise<void> {
  const entry: Entry | undefined = await tx.objectStore('outbox').index('id').get(id)
  if (!entry) return
  await tx.objectStore('outbox').delete(entry.n)
  await tx.objectStore('archive').put({ ...entry, result, acked_at: at })
  if (result === 'held') await tx.objectStore('held').put({ ...entry, problem: problem ?? UNNAMED, by: 'server' })
}

async function take(tx: Writing, row: ServerRow): Promise<void> {
  const before = isPurged(row) ? await tx.objectStore('rows').get([row.kind, row.id]) : undefined
  await tx.objectStore('rows').put(row)
  if (!isPurged(row)) return
  if (typeof before?.body.photo === 'string') await tx.objectStore('blobs').delete(before.body.photo)
  for (const name of ['archive', 'held'] as const) {
    for (const key of await tx.objectStore(name).index('row').getAllKeys(row.id)) await tx.objectStore(name).delete(key)
  }
  await tx.objectStore('shelf').delete([row.kind, row.id])
}

/** Ages by the server's clock alone: a phone's clock may be off by years. */
async function prune(tx: Writing, time: string): Promise<void> {
  const now = Date.parse(time)
  if (Number.isNaN(now)) return
  const edge = new Date(now - ARCHIVE_DAYS * 86_400_000).toISOString()
  const old = IDBKeyRange.upperBound(edge, true)
  for (const key of await tx.objectStore('archive').index('acked_at').getAllKeys(old)) {
    await tx.objectStore('archive').delete(key)
  }
}
