import { beforeEach, describe, expect, it, test, vi } from 'vitest'
import { attention, live, open, other, remove, save, settle, stateOf, unsent } from '../store/records'
import { resend, waiting } from '../store/waiting'
import { sessionAsked, signIn, signInNeeded, startSession } from '../store/session'
import { userId } from '../store/who'
import type { ServerRow } from '../store/wire'
import { applyAnswer } from './answer'
import { keepBlob, keptBlob } from './blobs'
import { syncNow } from './engine'
import { pauseReason, skewMinutes, syncState, updateReady } from './state'
import { stored, unpack } from './testing/phone'
import { problem, TIME, type Server } from './testing/server'

let server: Server

const capture = async (names: string[]) => {
  for (const name of names) await save(open('contact', name), { name })
}
const outboxRows = async () => (await stored(userId.value)).outbox.map((entry) => entry.row)

beforeEach(async () => {
  server = await unpack()
  await startSession()
  await sessionAsked()
  await signIn('Ada', 'a long enough password', false)
  await syncNow()
})

describe('a good answer', () => {
  it('moves outbox, rows and cursor together, in the order they were written', async () => {
    await capture(['c1', 'c2', 'c3'])
    const { outbox } = await stored(userId.value)
    await syncNow()
    const after = await stored(userId.value)
    expect(server.ids()).toEqual(outbox.map((entry) => entry.id))
    expect(after.outbox).toEqual([])
    expect(after.archive).toEqual(
      expect.arrayContaining(outbox.map((entry) => ({ ...entry, sent: true, result: 'applied', acked_at: TIME }))),
    )
    expect(after.rows).toEqual(server.rows())
    expect(after.meta.cursor).toEqual([3, `head of ${outbox[2]?.id}`])
    expect([unsent.value, stateOf('contact', 'c1'), syncState.value]).toEqual([0, 'server', 'idle'])
  })

  it('is not applied when the cursor has moved since it was asked for', async () => {
    await capture(['c1'])
    await syncNow()
    const before = await stored(userId.value)
    const late = { acked: [], rows: [], cursor: [9, 'x'] as [number, string], more: false, schema: 1, time: TIME, held: 0, agenda: {} }
    expect(await applyAnswer(userId.value, [0, ''], late)).toBe(false)
    expect(await stored(userId.value)).toEqual(before)
  })

  it('leaves the cursor where it was when one of its rows cannot be stored', async () => {
    await capture(['c1'])
    const before = await stored(userId.value)
    const unstorable = { ...server.rows()[0], kind: 'contact', id: 'c9', rev: 1, body: { name: () => 'no value' } } as unknown as ServerRow
    const answer = { acked: [], rows: [unstorable], cursor: [1, 'x'] as [number, string], more: false, schema: 1, time: TIME, held: 0, agenda: {} }
    await expect(applyAnswer(userId.value, [0, ''], answer)).rejects.toThrow('could not store')
    expect(await stored(userId.value)).toEqual(before)
  })

  it('comes in pages until there is no more', async () => {
    server.pageSize = 2
    for (let n = 0; n < 7; n += 1) server.edit(`c${n}`, 'contact', { name: `N${n}` }, `laptop ${n}`)
    await syncNow()
    expect([...live('contact').value.keys()].sort()).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'])
  })

  it('that got lost is asked for again, and the edit made meanwhile goes too', async () => {
    await capture(['c1'])
    server.beforeAnswer = () => {
      server.beforeAnswer = () => undefined
      throw new TypeError('connection lost')
    }
    await syncNow()
    expect([syncState.value, unsent.value]).toEqual(['offline', 1])
    await save(open('contact', 'c1'), { name: 'c1', role: 'Fellow' })
    expect((await stored(userId.value)).outbox.map((entry) => entry.sent)).toEqual([true, false])
    await syncNow()
    expect([server.ids().length, server.rows()[0]?.body]).toEqual([2, { name: 'c1', role: 'Fellow' }])
  })

  it('shows the other value, until it is settled', async () => {
    await capture(['c1'])
    await syncNow()
    const draft = open('contact', 'c1')
    server.edit('c1', 'contact', { role: 'Fellow' }, 'laptop 1')
    await save(draft, { role: 'Resident' })
    await syncNow()
    expect(other('contact', 'c1').map((alt) => [alt.field, alt.value])).toEqual([['role', 'Fellow']])
    await settle('contact', 'c1', 'role', 2)
    expect(other('contact', 'c1')).toEqual([])
    await syncNow()
    expect([server.rows()[0]?.alts, other('contact', 'c1')]).toEqual([[], []])
  })

  it('tells of clocks that disagree and of an app that is too old to know everything', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-30T10:07:00Z') })
    server.canned = [{ status: 200, body: { acked: [], rows: [], cursor: [0, ''], more: false, schema: 9, time: TIME, held: 0, agenda: {} } }]
    await syncNow()
    vi.useRealTimers()
    expect([skewMinutes.value, updateReady.value]).toEqual([7, true])
  })

  it('gives a cloned phone another device id', async () => {
    const before = (await stored(userId.value)).meta.device
    server.canned = [{ status: 200, body: { acked: [], rows: [], cursor: [0, ''], more: false, schema: 1, time: TIME, held: 0, agenda: {}, device: 'renew' } }]
    await syncNow()
    expect((await stored(userId.value)).meta.device).not.toBe(before)
  })

  it('drops archive, held and shelf of a purged row, never what waits', async () => {
    await capture(['c1'])
    await syncNow()
    await save(open('contact', 'c1'), { role: 'Fellow' })
    const { rows, meta } = await stored(userId.value)
    const tombstone = { ...rows[0]!, deleted: true, body: { name: null, tags: [] }, alts: [] }
    const answer = { acked: [], rows: [tombstone], cursor: [2, 'x'] as [number, string], more: false, schema: 1, time: TIME, held: 0, agenda: {} }
    await applyAnswer(userId.value, meta.cursor as [number, string], answer)
    const after = await stored(userId.value)
    expect([after.archive, after.outbox.length]).toEqual([[], 1])
  })

  it('drops the photo of a purged scan', async () => {
    const photo = await keepBlob(new Blob(['light'], { type: 'image/jpeg' }))
    await save(open('scan', 's1'), { photo })
    await syncNow()
    const { rows, meta } = await stored(userId.value)
    const tombstone = { ...rows[0]!, deleted: true, body: { photo: null } }
    const answer = { acked: [], rows: [tombstone], cursor: [2, 'x'] as [number, string], more: false, schema: 1, time: TIME, held: 0, agenda: {} }
    await applyAnswer(userId.value, meta.cursor as [number, string], answer)
    expect(await keptBlob(photo)).toBeNull()
  })

  it('clears the archive after 30 days of the server', async () => {
    await capture(['c1'])
    await syncNow()
    server.time = '2026-12-31T10:00:00Z'
    await capture(['c2'])
    await syncNow()
    expect((await stored(userId.value)).archive.map((entry) => entry.row)).toEqual(['c2'])
  })
})

describe('a mutation that the server holds', () => {
  it('stands under "needs attention", blocks nothing, and can be sent again as a new one', async () => {
    await capture(['c1'])
    const poisoned = { name: 'Bea', poison: 'yes' }
    await save(open('contact', 'bad'), poisoned)
    await capture(['c2'])
    await syncNow()
    expect([unsent.value, attention.value, server.rows().map((row) => row.id)]).toEqual([0, 1, ['c1', 'c2']])
    const [line] = await waiting()
    expect(line).toMatchObject({ kind: 'contact', row: 'bad', title: 'Bea', state: 'held', problem: { type: '/problems/invalid' } })
    await resend(line!.id)
    expect([unsent.value, attention.value]).toEqual([1, 0])
    await syncNow()
    expect([server.ids().length, attention.value]).toEqual([4, 1])
  })
})

describe('an answer that is none', () => {
  test.each([
    ['no network', { status: 503, body: '<html>', type: 'text/html' }, 'offline'],
    ['time-out at a proxy', { status: 408, body: '' }, 'offline'],
    ['too early', problem(425, 'busy'), 'offline'],
    ['too many', problem(429, 'too-many', { 'Retry-After': '2' }), 'offline'],
    ['our own trouble', problem(503, 'busy'), 'offline'],
    ['a portal page', { status: 200, body: '<html>', type: 'text/html' }, 'portal'],
    ['a portal in JSON', { status: 200, body: { welcome: 'to the hall' } }, 'portal'],
    ['a stranger who says 404', { status: 404, body: 'none', type: 'text/plain' }, 'portal'],
    ['a stranger who says 401', { status: 401, body: 'none', type: 'text/plain' }, 'portal'],
    ['forbidden', problem(403, 'forbidden'), 'paused'],
    ['too old an app', problem(426, 'upgrade'), 'upgrade'],
    ['signed out', problem(401, 'auth'), 'paused'],
  ] as const)('%s keeps everything and says so', async (_name, canned, state) => {
    await capture(['c1', 'c2'])
    const before = await stored(userId.value)
    server.canned = [canned]
    await syncNow()
    const after = await stored(userId.value)
    expect(after).toEqual({ ...before, outbox: before.outbox.map((entry) => ({ ...entry, sent: true })) })
    expect([syncState.value, signInNeeded.value]).toEqual([state, canned.status === 401 && state === 'paused'])
    expect(pauseReason.value).toBe(state === 'paused' ? canned.body && (canned.body as { title: string }).title : '')
    await syncNow()
    expect([syncState.value, await outboxRows(), server.rows().length]).toEqual(['idle', [], 2])
  })

  it('413 halves the batch, down to one that goes to "needs attention"', async () => {
    await capture(['c1', 'c2', 'c3', 'c4'])
    const large = problem(413, 'too-large')
    server.canned = [large, large, large, null]
    const from = server.pushes.length
    await syncNow()
    expect(server.pushes.slice(from).map((push) => push.mutations.length)).toEqual([4, 2, 1, 0, 1, 2])
    expect([attention.value, await outboxRows(), server.rows().map((row) => row.id)]).toEqual([1, [], ['c2', 'c3', 'c4']])
    expect((await stored(userId.value)).held).toMatchObject([{ row: 'c1', by: 'phone', problem: { status: 413 } }])
  })

  test.each([400, 415, 422])('%i isolates the one that is refused and sends the rest', async (status) => {
    await capture(['c1', 'c2', 'c3'])
    const refused = problem(status, 'malformed')
    server.canned = [refused, null, refused, refused]
    await syncNow()
    expect([attention.value, server.rows().map((row) => row.id)]).toEqual([1, ['c1', 'c3']])
    expect(await outboxRows()).toEqual([])
  })

  it('200 that acknowledges nothing is not asked for again at once', async () => {
    await capture(['c1'])
    server.canned = [{ status: 200, body: { acked: [], rows: [], cursor: [0, ''], more: false, schema: 1, time: TIME, held: 0, agenda: {} } }]
    await syncNow()
    expect([syncState.value, await outboxRows()]).toEqual(['offline', ['c1']])
  })

  it('422 to an empty request sets nothing aside: the fault is in the request as a whole', async () => {
    await capture(['c1', 'c2'])
    server.canned = Array.from({ length: 9 }, () => problem(422, 'invalid'))
    await syncNow()
    expect([syncState.value, attention.value, await outboxRows()]).toEqual(['paused', 0, ['c1', 'c2']])
  })
})

it('a delete goes too', async () => {
  await capture(['c1'])
  await syncNow()
  await remove('contact', 'c1')
  await syncNow()
  expect([server.rows().map((row) => row.deleted), live('contact').value.size]).toEqual([[true], 0])
})
