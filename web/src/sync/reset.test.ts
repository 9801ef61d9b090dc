import { beforeEach, describe, expect, it } from 'vitest'
import { attention, live, open, save } from '../store/records'
import { resend, waiting } from '../store/waiting'
import { sessionAsked, signIn, startSession } from '../store/session'
import { write } from '../store/database'
import { userId } from '../store/who'
import type { ServerRow } from '../store/wire'
import { missing } from '../store/shelf'
import { reset } from './answer'
import { syncNow } from './engine'
import { syncState } from './state'
import { stored, unpack } from './testing/phone'
import type { Server } from './testing/server'

let server: Server

beforeEach(async () => {
  server = await unpack()
  await startSession()
  await sessionAsked()
  await signIn('Ada', 'a long enough password', false)
  await syncNow()
})

describe('a server restored from a backup', () => {
  it('gets everything again that this phone ever sent, each mutation once', async () => {
    await save(open('contact', 'c1'), { name: 'Bea' })
    await syncNow()
    const backup = server.backup()
    await save(open('contact', 'c1'), { role: 'Fellow' })
    await save(open('contact', 'c2'), { name: 'Cleo' })
    await syncNow()
    const [made, bodies] = [server.ids(), server.rows().map((row) => row.body)]
    server.restore(backup)
    await save(open('contact', 'c3'), { name: 'Dora' })
    await syncNow()
    expect(server.ids().slice(0, 3)).toEqual(made)
    expect([server.ids().length, new Set(server.ids()).size]).toEqual([4, 4])
    expect(server.rows().map((row) => row.body)).toEqual([...bodies, { name: 'Dora' }])
    expect((await stored(userId.value)).shelf).toEqual([])
    expect([attention.value, syncState.value, live('contact').value.size]).toEqual([0, 'idle', 3])
  })

  it('is noticed between two pages, where the cursor alone still names a shared past', async () => {
    await save(open('contact', 'c1'), { name: 'Bea' })
    await save(open('contact', 'c2'), { name: 'Cleo' })
    await syncNow()
    const backup = server.backup()
    await save(open('contact', 'c1'), { role: 'Fellow' })
    await syncNow()
    // as if the app had been closed after the first page of two: c2 is here, c1 was to come at its later rev
    const { meta } = await stored(userId.value)
    await write(userId.value, async (tx) => {
      await tx.objectStore('meta').put([2, server.head(2)], 'cursor')
      await tx.objectStore('rows').delete(['contact', 'c1'])
    })
    server.restore(backup)
    await syncNow()
    expect(meta.top).toEqual([3, expect.any(String)])
    expect(server.rows().map((row) => row.body)).toEqual([{ name: 'Bea', role: 'Fellow' }, { name: 'Cleo' }])
    expect((await stored(userId.value)).rows.map((row) => row.id)).toEqual(['c1', 'c2'])
  })

  it('turns everything over in one transaction, with base 0 and the old numbers', async () => {
    await save(open('contact', 'c1'), { name: 'Bea' })
    await syncNow()
    await save(open('contact', 'c1'), { role: 'Fellow' })
    await syncNow()
    await save(open('contact', 'c1'), { role: 'Attending' })
    const before = await stored(userId.value)
    expect([...before.archive, ...before.outbox].map(({ base }) => base).sort()).toEqual([0, 1, 2])
    await reset(userId.value, before.meta.cursor as [number, string])
    const after = await stored(userId.value)
    expect(after.outbox.map(({ n, base, sent }) => ({ n, base, sent }))).toEqual([
      { n: 1, base: 0, sent: true },
      { n: 2, base: 0, sent: true },
      { n: 3, base: 0, sent: false },
    ])
    expect([after.archive, after.rows, after.shelf]).toEqual([[], [], before.rows])
    expect(after.meta.cursor).toEqual([0, ''])
  })

  it('does nothing for a reset that comes late', async () => {
    await save(open('contact', 'c1'), { name: 'Bea' })
    await syncNow()
    const before = await stored(userId.value)
    await reset(userId.value, [7, 'elsewhere'])
    expect(await stored(userId.value)).toEqual(before)
  })

  it('lists what only another phone had sent, and puts it back when asked', async () => {
    const backup = server.backup()
    server.edit('c9', 'contact', { name: 'Eve', tags: { add: ['CT'], remove: [] } }, 'laptop 1')
    await syncNow()
    server.restore(backup)
    server.edit('c1', 'contact', { name: 'Bea' }, 'laptop 2')
    await syncNow()
    expect([live('contact').value.has('c9'), attention.value]).toEqual([false, 1])
    const [line] = await waiting()
    expect(line).toMatchObject({ id: 'shelf:contact:c9', title: 'Eve', state: 'held' })
    await resend(line!.id)
    await syncNow()
    expect(server.rows().find((row) => row.id === 'c9')?.body).toEqual({ name: 'Eve', tags: ['CT'] })
    expect([attention.value, live('contact').value.get('c9')?.name]).toEqual([0, 'Eve'])
  })

  it('is not asked for ever when it answers in circles', async () => {
    await save(open('contact', 'c1'), { name: 'Bea' })
    server.canned = Array.from({ length: 9 }, () => ({ status: 200, body: { reset: true } }))
    await syncNow()
    expect([syncState.value, (await stored(userId.value)).outbox.length]).toEqual(['offline', 1])
  })
})

describe('what of a shelved row is missing', () => {
  const dates = { created_at: null, changed_at: null, at: null }
  const row = (rev: number, body: object): ServerRow => ({ kind: 'contact', id: 'c', rev, deleted: false, body: { ...body }, alts: [], ...dates })

  it.each([
    ['the whole row', row(5, { name: 'Eve' }), undefined, { name: 'Eve' }],
    ['a value of an older row', row(5, { name: 'Eve' }), row(3, { name: 'E.' }), { name: 'Eve' }],
    ['not a value that was replaced since', row(5, { name: 'Eve' }), row(8, { name: 'Eva' }), {}],
    ['a value that was not there since', row(5, { role: 'Fellow' }), row(8, { name: 'Eva' }), { role: 'Fellow' }],
    ['elements of a set', row(5, { tags: ['CT', 'MR'] }), row(8, { tags: ['CT'] }), { tags: ['CT', 'MR'] }],
    ['nothing of a deleted row', { ...row(5, { name: 'Eve' }), deleted: true }, undefined, {}],
    ['nothing that the server deleted', row(5, { name: 'Eve' }), { ...row(8, {}), deleted: true }, {}],
  ])('%s', (_name, shelved, now, expected) => {
    expect(missing(shelved, now)).toEqual(expected)
  })
})
