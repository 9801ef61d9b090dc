import { beforeEach, describe, expect, it, vi } from 'vitest'
import { restart, stored, unpack } from '../sync/testing/phone'
import { filled } from './blank'
import { forget } from './database'
import { fresh } from './ids'
import { heldOf, hold } from './just_now'
import { enqueue, recover } from './outbox'
import { bin, live, open, other, remove, restore, save, saveTogether, stateOf, StoreFault, unsent } from './records'
import { startSession, storeFault } from './session'
import { userId } from './who'
import type { Mutation } from './wire'

const outbox = async () => (await stored(userId.value)).outbox

beforeEach(async () => {
  const server = await unpack()
  server.down = true
  await startSession()
})

describe('writing on this phone', () => {
  it('keeps one mutation per row, in order, and shows it at once', async () => {
    await save(open('contact', 'c1'), { name: 'Ada Quill', tags: ['CT'] })
    await save(open('note', 'n1'), { contact: 'c1', bullets: 'likes MR' })
    await save(open('contact', 'c1'), { role: 'Resident', tags: ['CT', 'MR'] })

    expect((await outbox()).map(({ n, kind, row, base, sent, set }) => ({ n, kind, row, base, sent, set }))).toEqual([
      { n: 1, kind: 'contact', row: 'c1', base: 0, sent: false, set: { name: 'Ada Quill', role: 'Resident', tags: { add: ['CT', 'MR'], remove: [] } } },
      { n: 2, kind: 'note', row: 'n1', base: 0, sent: false, set: { contact: 'c1', bullets: { from: '', to: 'likes MR' } } },
    ])
    expect([...live('contact').value.values()]).toEqual([
      { id: 'c1', ...filled('contact', { name: 'Ada Quill', role: 'Resident', tags: ['CT', 'MR'] }) },
    ])
    expect([unsent.value, stateOf('contact', 'c1'), stateOf('contact', 'c2')]).toEqual([2, 'phone', 'server'])
  })

  it('shows the same after the app was closed and opened', async () => {
    await save(open('contact', 'c1'), { name: 'Ada Quill' })
    const before = [...live('contact').value]
    await restart()
    expect([...live('contact').value]).toEqual(before)
  })

  it('asks for all of it before the call returns, since the page may end in the same moment', async () => {
    await save(open('contact', 'c1'), { name: 'Ada Quill' })
    const asked = vi.spyOn(IDBObjectStore.prototype, 'add')
    const finished = vi.spyOn(IDBTransaction.prototype, 'commit')
    const saving = saveTogether([
      { draft: open('contact', 'c1'), values: { role: 'Resident' } },
      { draft: open('note', 'n1'), values: { contact: 'c1' } },
    ])
    expect([asked.mock.calls.length, finished.mock.calls.length]).toEqual([2, 1])
    await saving
    expect((await outbox()).map(({ n, set }) => ({ n, set }))).toEqual([
      { n: 1, set: { name: 'Ada Quill', role: 'Resident' } },
      { n: 3, set: { contact: 'c1' } },
    ])
  })

  it('has what a page asked for that ended before its turn came, once, in order, after what was there', async () => {
    await save(open('contact', 'c1'), { name: 'Ada Quill' })
    const [known] = await outbox()
    const change = (id: string, role: string) => ({ id, kind: 'contact', row: 'c1', base: 0, at: '2026-12-01T10:00:00Z', set: { role } })
    hold(userId.value, [change('m1', 'Resident')])
    hold(userId.value, [change(known?.id ?? '', 'Never'), change('m2', 'Fellow')])
    hold('somebody else', [change('m3', 'Chair')])

    await restart()
    expect((await outbox()).map(({ id, set }) => ({ id, set }))).toEqual([
      { id: known?.id, set: { name: 'Ada Quill' } },
      { id: 'm1', set: { role: 'Resident' } },
      { id: 'm2', set: { role: 'Fellow' } },
    ])
    expect(live('contact').value.get('c1')).toMatchObject({ name: 'Ada Quill', role: 'Fellow' })
    expect([heldOf(userId.value).changes, heldOf('somebody else').changes.length]).toEqual([[], 1])
  })

  it.each<[string, object, object, object | null]>([
    ['a newer value stands', { set: { role: 'newer' } }, { set: { role: 'older' } }, null],
    ['what it does not say is taken', { set: { role: 'newer' } }, { set: { role: 'older', name: 'Ada' } }, { set: { name: 'Ada' } }],
    ['lists meet', { set: { tags: { add: ['CT'] } } }, { set: { tags: { add: ['MR'] } } }, { set: { tags: { add: ['MR'] } } }],
    ['a newer edit revives', { set: { role: 'newer' } }, { delete: true }, null],
  ])('puts what was held before it behind what was written since: %s', async (_what, later, held, added) => {
    const change = (id: string, second: number, act: object) => ({ id, kind: 'contact', row: 'c1', base: 0, at: `2026-12-01T10:00:0${second}Z`, ...act })
    await enqueue([change('m2', 5, later)])
    hold(userId.value, [change('m1', 4, held)])
    expect(await recover(userId.value)).toBe(added !== null)
    expect((await outbox()).slice(1).map(({ id, set }) => ({ id, set }))).toEqual(added ? [{ id: 'm1', ...added }] : [])
    expect(heldOf(userId.value).changes).toEqual([])
  })

  it('takes the later of two that were written within one second', async () => {
    const change = (tier: string): Mutation => ({ id: fresh(), kind: 'target', row: 't1', base: 0, at: '2026-12-01T10:00:00Z', set: { tier } })
    const [first, second, third] = [change('must'), change('should'), change('if_time')]
    await enqueue([second])
    hold(userId.value, [first])
    hold(userId.value, [third])
    await restart()
    expect(live('target').value.get('t1')?.tier).toBe('if_time')
  })

  it('is glad of what another tab has stored for it', async () => {
    const change = { id: 'm1', kind: 'contact', row: 'c1', base: 0, at: '2026-12-01T10:00:00Z', set: { role: 'Chair' } }
    hold(userId.value, [change])
    await recover(userId.value)
    await enqueue([change])
    expect((await outbox()).map(({ id }) => id)).toEqual(['m1'])
    expect(live('contact').value.get('c1')?.role).toBe('Chair')
  })

  it.each(['5', '[null]', '[{}]', '{}', 'no JSON'])('opens what it has where local storage holds nonsense: %s', async (text) => {
    await save(open('contact', 'c1'), { name: 'Ada Quill' })
    localStorage.setItem(`hallway-now-${userId.value}-x`, text)
    await restart()
    expect([live('contact').value.get('c1')?.name, storeFault.value]).toEqual(['Ada Quill', false])
  })

  it('shows what it has, and says so, where what was held finds no room', async () => {
    await save(open('contact', 'c1'), { name: 'Ada Quill' })
    hold(userId.value, [{ id: 'm1', kind: 'contact', row: 'c2', base: 0, at: '2026-12-01T10:00:00Z', set: { name: 'Bea Holm' } }])
    const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await restart()
    expect([live('contact').value.get('c1')?.name, storeFault.value, heldOf(userId.value).changes.length]).toEqual(['Ada Quill', true, 1])
    full.mockRestore()
    await restart()
    expect([live('contact').value.get('c2')?.name, storeFault.value]).toEqual(['Bea Holm', false])
  })

  it('holds a change from before the call returns until the store has it or has refused it', async () => {
    const saving = save(open('contact', 'c1'), { name: 'Ada Quill' })
    expect(heldOf(userId.value).changes.map(({ set }) => set)).toEqual([{ name: 'Ada Quill' }])
    await saving
    expect(heldOf(userId.value).changes).toEqual([])

    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await expect(save(open('contact', 'c2'), { name: 'Bea Holm' })).rejects.toBeInstanceOf(StoreFault)
    expect(heldOf(userId.value).changes).toEqual([])
    vi.restoreAllMocks()
  })

  it('forgets what is held of somebody whose store is thrown away', async () => {
    hold('u9', [{ id: 'm1', kind: 'contact', row: 'c1', base: 0, at: '2026-12-01T10:00:00Z', set: { role: 'Chair' } }])
    await forget('u9')
    expect(heldOf('u9').changes).toEqual([])
  })

  it('writes nothing when nothing changed', async () => {
    await save(open('contact', 'c1'), { name: 'Ada Quill' })
    await save(open('contact', 'c1'), { name: 'Ada Quill', tags: [] })
    await save(open('contact', 'c2'), { name: '' })
    expect((await outbox()).map((entry) => entry.row)).toEqual(['c1'])
  })

  it('keeps the words of two editors that opened the same text', async () => {
    const [one, two] = [open('note', 'n1'), open('note', 'n1')]
    await save(one, { bullets: 'from the first' })
    await save(two, { bullets: 'from the second' })
    expect((await outbox()).map((entry) => entry.set)).toEqual([
      { bullets: { from: '', to: 'from the first' } },
      { bullets: { from: '', to: 'from the second' } },
    ])
    expect(live('note').value.get('n1')?.bullets).toBe('from the first\nfrom the second')
  })

  it('goes on from what it saved when one editor saves again and again', async () => {
    const draft = open('note', 'n1')
    await Promise.all([save(draft, { bullets: 'one' }), save(draft, { bullets: 'one two' })])
    await save(draft, { bullets: 'one two three', place: 'Hall B' })
    expect((await outbox()).map((entry) => entry.set)).toEqual([
      { bullets: { from: '', to: 'one two three' }, place: 'Hall B' },
    ])
    expect(live('note').value.get('n1')?.bullets).toBe('one two three')
  })

  it('puts what was deleted in the bin and brings it back', async () => {
    await save(open('target', 't1'), { item: 'i', tier: 'must', why: 'the method' })
    await remove('target', 't1')
    expect([live('target').value.size, bin('target').value.get('t1')?.why]).toEqual([0, 'the method'])
    await restore('target', 't1')
    expect(live('target').value.get('t1')?.why).toBe('the method')
    await remove('target', 't1')
    const draft = open('target', 't1')
    await save(draft, { item: 'i', tier: 'must' })
    expect(draft.before).toEqual(filled('target', { item: 'i', tier: 'must', why: 'the method' }))
    expect(live('target').value.get('t1')).toEqual({ id: 't1', ...filled('target', { item: 'i', tier: 'must', why: 'the method' }) })
    expect(other('target', 't1')).toEqual([])
  })

  it('never writes a number twice', async () => {
    await save(open('contact', 'c1'), { name: 'A' })
    await save(open('contact', 'c2'), { name: 'B' })
    await restart()
    await save(open('contact', 'c3'), { name: 'C' })
    expect((await outbox()).map((entry) => entry.n)).toEqual([1, 2, 3])
  })
})

describe('a phone that cannot store', () => {
  const together = () =>
    saveTogether([
      { draft: open('scan', 's1'), values: { raw: 'BEGIN:VCARD' } },
      { draft: open('contact', 'c1'), values: { name: 'Ada Quill' } },
    ])

  it('says so, and shows nothing as saved', async () => {
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('No room', 'QuotaExceededError')
    })
    await expect(together()).rejects.toThrow(StoreFault)
    expect([unsent.value, live('scan').value.size]).toEqual([0, 0])
    const draft = open('contact', 'c2')
    await expect(save(draft, { name: 'Bea' })).rejects.toThrow(StoreFault)
    add.mockRestore()
    expect(await outbox()).toEqual([])
    await save(draft, { name: 'Bea' })
    expect((await outbox()).map((entry) => entry.set)).toEqual([{ name: 'Bea' }])
  })

  it('keeps all of a capture or nothing of it', async () => {
    const add = vi.spyOn(IDBObjectStore.prototype, 'add')
    let calls = 0
    add.mockImplementation(function (this: IDBObjectStore, value: unknown) {
      calls += 1
      if (calls % 2 === 0) throw new DOMException('Server lost', 'UnknownError')
      return this.put(value)
    })
    await expect(together()).rejects.toThrow(StoreFault)
    add.mockRestore()
    expect(await outbox()).toEqual([])
  })

  it('opens the database once more when the connection was lost', async () => {
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('Connection to Indexed Database server lost', 'UnknownError')
    })
    await together()
    add.mockRestore()
    expect((await outbox()).map((entry) => entry.row)).toEqual(['s1', 'c1'])
  })
})
