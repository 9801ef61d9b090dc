import { beforeEach, describe, expect, it, vi } from 'vitest'
import { syncNow } from '../sync/engine'
import { photo } from '../sync/blobs'
import { kindOfFile, outboxFile } from '../sync/outbox_file'
import { stored, unpack } from '../sync/testing/phone'
import type { Server } from '../sync/testing/server'
import { write } from './database'
import { forgetPerson, NotForgotten } from './forgetting'
import { areBothKept, keepBoth, mergedEdits, ownLines, serverLines } from './history'
import { live, open, remove, save } from './records'
import { sessionAsked, signIn, startSession } from './session'
import { userId } from './who'

const PATIENCE = { timeout: 60_000 } // for a busy machine
let server: Server

beforeEach(async () => {
  server = await unpack()
  await startSession()
  await sessionAsked()
})

const enter = async () => {
  await signIn('Ada', 'a long enough password', false)
  await syncNow()
}

describe('what the server knows of a record', () => {
  const line = (rev: number, what: string) => ({ id: `m${rev}`, rev, what, changes: [] })

  it.each([
    ['newer than the record here: the record is fetched, too', [line(2, 'changed'), line(1, 'made')], 'Attending'],
    ['no newer: nothing is asked for', [line(3, 'held'), line(1, 'made')], 'Fellow'],
  ])('%s', async (_name, lines, role) => {
    await enter()
    await save(open('contact', 'c1'), { role: 'Fellow' })
    await syncNow()
    server.edit('c1', 'contact', { role: 'Attending' }, 'laptop 1')
    server.history = { lines, more: false }
    const asked = server.pushes.length
    await serverLines('contact', 'c1', null)
    if (role === 'Attending') await vi.waitFor(() => expect(server.pushes.length).toBe(asked + 1), PATIENCE)
    await vi.waitFor(() => expect(live('contact').value.get('c1')?.role).toBe(role), PATIENCE)
    expect(server.pushes.length - asked).toBe(role === 'Attending' ? 1 : 0)
  })
})

describe('what this phone itself knows of a record', () => {
  it('are its own changes, sent and waiting, newest first', async () => {
    await enter()
    await save(open('contact', 'c1'), { name: 'Bea', role: 'Fellow' })
    await syncNow()
    await save(open('contact', 'c1'), { role: 'Attending', tags: ['CT'] })
    await syncNow()
    await remove('contact', 'c1')
    const { lines, device } = await ownLines('contact', 'c1')
    expect(device).toBe((await stored(userId.value)).meta.device)
    expect(lines.map(({ what, result, changes }) => [what, result, changes])).toEqual([
      ['deleted', 'waiting', []],
      [
        'changed',
        'applied',
        [
          { field: 'role', old: 'Fellow', new: 'Attending', known: true },
          { field: 'tags', old: [], new: ['CT'], known: true },
        ],
      ],
      [
        'changed',
        'applied',
        [
          { field: 'name', old: null, new: 'Bea', known: false },
          { field: 'role', old: null, new: 'Fellow', known: false },
        ],
      ],
    ])
  })

  it('tells which of its texts were merged, until both versions were chosen', async () => {
    await enter()
    await save(open('note', 'n1'), { bullets: 'noon' })
    await syncNow()
    const { archive } = await stored(userId.value)
    const merged = { ...archive[0]!, result: 'merged' }
    await write(userId.value, async (tx) => await tx.objectStore('archive').put(merged))
    expect(await mergedEdits('note', 'n1', 'bullets')).toEqual([{ id: merged.id, change: { from: '', to: 'noon' } }])
    await keepBoth(merged.id, 'bullets')
    expect([await mergedEdits('note', 'n1', 'bullets'), await areBothKept(merged.id, 'bullets')]).toEqual([[], true])
  })
})

describe('forgetting a person', () => {
  it('without an account takes all that hangs on them from this phone, and nothing else', async () => {
    await save(open('contact', 'c1'), { name: 'Bea' })
    await save(open('contact', 'c2'), { name: 'Cleo' })
    await save(open('note', 'n1'), { contact: 'c1', bullets: 'private' })
    await save(open('scan', 's1'), { contact: 'c1', raw: 'private' })
    await remove('note', 'n1')
    await forgetPerson('c1')
    expect((await stored(userId.value)).outbox.map((entry) => entry.row)).toEqual(['c2'])
    expect([[...live('contact').value.keys()], live('scan').value.size]).toEqual([['c2'], 0])
  })

  it('waits for what was not sent, since that would bring the person back', async () => {
    await enter()
    await save(open('contact', 'c1'), { name: 'Bea' })
    server.down = true
    await expect(forgetPerson('c1')).rejects.toThrow(NotForgotten)
    expect(server.requests.filter(({ line }) => line.includes('/forget'))).toEqual([])
    expect(live('contact').value.get('c1')?.name).toBe('Bea')
  })

  it('asks the server once all is sent', async () => {
    await enter()
    await save(open('contact', 'c1'), { name: 'Bea' })
    await expect(forgetPerson('c1')).rejects.toThrow('does not know this person') // this server cannot forget
    expect(server.requests.map(({ line }) => line)).toContain('POST /api/contacts/c1/forget')
    expect((await stored(userId.value)).outbox).toEqual([])
  })
})

describe('a photo that another phone took', () => {
  const picture = { status: 200, body: 'light', type: 'image/jpeg' }

  it('is fetched when it is to be shown, and kept', async () => {
    await enter()
    server.photos.set('abc', picture)
    const first = await photo('abc')
    server.down = true
    const again = await photo('abc')
    expect([await first.blob?.text(), first.blob?.type, await again.blob?.text()]).toEqual(['light', 'image/jpeg', 'light'])
    expect(server.requests.filter(({ line }) => line === 'GET /api/blobs/abc')).toHaveLength(1)
    await syncNow()
    expect(server.requests.filter(({ line }) => line.startsWith('PUT /api/blobs'))).toEqual([])
  })

  it('that cannot be had now keeps nothing in its place', async () => {
    await enter()
    server.photos.set('portal', { ...picture, type: 'text/html' })
    const answers = [await photo('gone'), await photo('portal')]
    server.down = true
    answers.push(await photo('later'))
    expect(answers).toEqual([
      { blob: null, waits: false },
      { blob: null, waits: true },
      { blob: null, waits: true },
    ])
  })
})

it('a file of unsent changes is told from all others', async () => {
  await save(open('contact', 'c1'), { name: 'Bea' })
  const file = await outboxFile()
  const mine = userId.value
  expect(kindOfFile(file, mine)).toBe('ours')
  expect(kindOfFile(file, 'another')).toBe('of another')
  expect(kindOfFile({ ...file, version: 2 }, mine)).toBe('newer')
  expect([null, 7, {}, { ...file, mutations: [null] }, { ...file, device: 7 }].map((value) => kindOfFile(value, mine))).toEqual(Array(5).fill('none'))
})
