import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest'
import { open, save, unsent } from '../store/records'
import { sessionAsked, signIn, startSession } from '../store/session'
import { userId } from '../store/who'
import { pause } from './backoff'
import { keepBlob, keptBlob } from './blobs'
import { startSync, stopSync, syncNow } from './engine'
import { syncState } from './state'
import { underLock } from './locks'
import { isOutboxFile, outboxFile, sendOutboxFile } from './outbox_file'
import { prepare } from './request'
import { stored, unpack } from './testing/phone'
import { problem, type Server } from './testing/server'

/** All that the loop looks at the clock for; the stores work on in real time. */
const CLOCK = ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const
const PATIENCE = { timeout: 60_000 } // for a busy machine
let server: Server

beforeEach(async () => {
  server = await unpack()
  await startSession()
  await sessionAsked()
  await signIn('Ada', 'a long enough password', false)
  await syncNow()
})

afterEach(() => {
  stopSync()
  vi.useRealTimers()
})

describe('the loop', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: [...CLOCK] }))

  it('sends 1 s after a write, and once for several writes', async () => {
    startSync()
    await syncNow()
    const before = server.pushes.length
    await save(open('contact', 'c1'), { name: 'Bea' })
    await save(open('contact', 'c2'), { name: 'Cleo' })
    await vi.advanceTimersByTimeAsync(999)
    expect([server.pushes.length - before, unsent.value]).toEqual([0, 2])
    await vi.waitFor(() => expect(unsent.value).toBe(0), PATIENCE)
    expect(server.pushes.slice(before).map((push) => push.mutations.length)).toEqual([2])
  })

  it('comes back by itself after a passing trouble', async () => {
    startSync()
    await syncNow()
    server.canned = [problem(503, 'busy')]
    await save(open('contact', 'c1'), { name: 'Bea' })
    await syncNow()
    expect(syncState.value).toBe('offline')
    await vi.waitFor(() => expect([syncState.value, unsent.value]).toEqual(['idle', 0]), PATIENCE)
  })

  it('runs once for calls that meet', async () => {
    const before = server.pushes.length
    await Promise.all([syncNow(), syncNow(), syncNow()])
    expect(server.pushes.length - before).toBeLessThanOrEqual(2)
  })
})

test.each([
  [1, 0, null, 0],
  [1, 0.5, null, 500],
  [4, 0.5, null, 4_000],
  [99, 0.999, null, 299_700],
  [1, 0.1, 7, 7_000],
  [1, 0.1, 9_999, 300_000],
])('failure %i with chance %f and Retry-After %s waits %i ms', (failures, chance, retryAfter, ms) => {
  expect(pause(failures, chance, retryAfter)).toBe(ms)
})

it('one at a time under a lock, also after one that failed', async () => {
  const order: string[] = []
  const failing = underLock('lock', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    order.push('first')
    throw new Error('failed')
  })
  const second = underLock('lock', async () => order.push('second'))
  await expect(failing).rejects.toThrow('failed')
  await second
  expect(order).toEqual(['first', 'second'])
})

describe('a request', () => {
  it('takes the oldest first and marks them as sent before it leaves', async () => {
    for (const id of ['c1', 'c2', 'c3']) await save(open('contact', id), { name: id })
    const request = await prepare(userId.value, 2)
    expect(request.mutations.map(({ n, row }) => [n, row])).toEqual([[1, 'c1'], [2, 'c2']])
    expect((await stored(userId.value)).outbox.map((entry) => entry.sent)).toEqual([true, true, false])
    expect(Object.keys(request.mutations[0] ?? {}).sort()).toEqual(['at', 'base', 'id', 'kind', 'n', 'row', 'set'])
  })

  it('stays below what the server reads in one go', async () => {
    for (const id of ['n1', 'n2', 'n3']) await save(open('note', id), { bullets: 'x'.repeat(400_000) })
    expect((await prepare(userId.value, 200)).mutations.map(({ row }) => row)).toEqual(['n1', 'n2'])
  })
})

it('a photo goes before the record that names it, and one refused blocks nothing', async () => {
  const photo = await keepBlob(new Blob(['light'], { type: 'image/jpeg' }))
  await save(open('scan', 's1'), { photo })
  await syncNow()
  const lines = server.requests.map(({ line }) => line)
  expect(lines.indexOf(`PUT /api/blobs/${photo}`)).toBeGreaterThan(-1)
  expect(lines.lastIndexOf('POST /api/sync')).toBeGreaterThan(lines.indexOf(`PUT /api/blobs/${photo}`))
  expect([unsent.value, await (await keptBlob(photo))?.text(), await keptBlob('none')]).toEqual([0, 'light', null])
})

it('the outbox as a file reaches the server, and the phone\'s own copy vanishes there', async () => {
  await save(open('contact', 'c1'), { name: 'Bea' })
  const file: unknown = JSON.parse(JSON.stringify(await outboxFile()))
  expect([isOutboxFile(file, userId.value), isOutboxFile(file, 'id-of-Eve'), isOutboxFile(null, 'x')]).toEqual([true, false, false])
  if (isOutboxFile(file, userId.value)) await sendOutboxFile(file)
  await syncNow()
  expect([server.ids(), unsent.value]).toEqual([[(await stored(userId.value)).archive[0]?.id], 0])
})
