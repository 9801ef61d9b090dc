import { effect } from '@preact/signals'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { syncNow } from '../sync/engine'
import { syncState } from '../sync/state'
import { restart, stored, turnOff, unpack } from '../sync/testing/phone'
import { problem, type Server } from '../sync/testing/server'
import { adopt, continueMoves, finishMoves } from './adoption'
import { exists } from './database'
import { load } from './load'
import { clear, known } from './memory'
import { attention, live, open, save, StoreFault, unsent } from './records'
import { keep, kept, LEAVING, USER, userId as userId_ } from './who'
import { account, guestRecordCount, sessionAsked, signIn, signInNeeded, signOut, signUp, startSession, storeFault, userId } from './session'

const ADA = { id: 'id-of-Ada', name: 'Ada' }
const PASSWORD = 'a long enough password'

let server: Server

const start = async () => {
  await startSession()
  await sessionAsked()
}
const capture = async (...names: string[]) => {
  for (const name of names) await save(open('contact', name), { name })
}

beforeEach(async () => {
  server = await unpack()
  await start()
})

describe('a guest', () => {
  it('works without an account and sends nothing', async () => {
    await capture('c1', 'c2')
    await syncNow()
    expect([account.value, server.pushes, await guestRecordCount()]).toEqual([null, [], 2])
    expect(userId.value).toMatch(/^guest-[0-9a-f-]{36}$/)
  })

  it('is the same guest after a restart', async () => {
    await capture('c1')
    const before = userId.value
    await restart()
    expect([userId.value, live('contact').value.size]).toEqual([before, 1])
  })

  it('takes the records along on signing up; the guest store goes once all are on the server', async () => {
    await capture('c1', 'c2')
    const guest = userId.value
    const ids = (await stored(guest)).outbox.map((entry) => entry.id)
    server.canned = [problem(503, 'busy')]
    await signUp(ADA.name, PASSWORD, true)
    await syncNow()
    expect([await exists(guest), live('contact').value.size]).toEqual([true, 2])
    await syncNow()
    expect([server.ids(), server.rows().length, unsent.value]).toEqual([ids, 2, 0])
    expect([account.value, userId.value, await exists(guest)]).toEqual([ADA, ADA.id, false])
    await signOut('keep')
    expect([await guestRecordCount(), userId.value === guest]).toEqual([0, false])
  })

  it('leaves them on the phone when the student says no', async () => {
    await capture('c1')
    await signIn(ADA.name, PASSWORD, false)
    await syncNow()
    expect([server.ids(), live('contact').value.size, await guestRecordCount()]).toEqual([[], 0, 1])
  })

  it('loses and doubles nothing by a crash in the middle of the move', async () => {
    await capture('c1', 'c2')
    const guest = userId.value
    const ids = (await stored(guest)).outbox.map((entry) => entry.id)
    server.user = ADA
    await adopt(guest, ADA.id) // and the app dies here: copied, and nobody knows who is signed in
    await restart()
    await sessionAsked()
    await continueMoves(ADA.id)
    expect((await stored(ADA.id)).outbox.length + (await stored(ADA.id)).archive.length).toBe(2)
    await syncNow()
    expect([server.ids(), unsent.value, userId.value, await exists(guest)]).toEqual([ids, 0, ADA.id, false])
  })

  it('keeps the guest store until the server has everything', async () => {
    await capture('c1', 'c2')
    const guest = userId.value
    server.user = ADA
    await adopt(guest, ADA.id)
    await finishMoves(ADA.id)
    expect(await exists(guest)).toBe(true)
    server.down = true
    await restart()
    server.down = false
    await signIn(ADA.name, PASSWORD, false)
    await syncNow()
    expect([server.rows().map((row) => row.id), await exists(guest)]).toEqual([['c1', 'c2'], false])
  })

  it('sees nobody else\'s records when the store of an account does not open', async () => {
    await capture('c1')
    const broken = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Not now', 'UnknownError')
    })
    await signIn(ADA.name, PASSWORD, false)
    expect([userId.value, storeFault.value, live('contact').value.size]).toEqual([ADA.id, true, 0])
    await expect(save(open('contact', 'c2'), { name: 'c2' })).rejects.toThrow(StoreFault)
    broken.mockRestore()
    await save(open('contact', 'c2'), { name: 'c2' })
    expect([...live('contact').value.keys()]).toEqual(['c2'])
  })

  it('moves too what another tab of the guest still wrote after the copy', async () => {
    await capture('c1')
    const guest = userId.value
    server.user = ADA
    await adopt(guest, ADA.id)
    await save(open('contact', 'c1'), { role: 'Fellow' })
    expect((await stored(guest)).outbox.length).toBe(2)
    await restart()
    await sessionAsked()
    await syncNow()
    expect(server.rows().map((row) => row.body)).toEqual([{ name: 'c1', role: 'Fellow' }])
  })
})

describe('an account', () => {
  beforeEach(async () => {
    await signIn(ADA.name, PASSWORD, false)
    await syncNow()
  })

  it('opens offline with its records', async () => {
    await capture('c1')
    await syncNow()
    server.down = true
    await restart()
    expect([account.value, live('contact').value.get('c1')?.name]).toEqual([ADA, 'c1'])
  })

  it('is asked to sign in when its session ended, wipes nothing and sends everything after', async () => {
    server.user = null
    await capture('c1')
    await restart()
    await sessionAsked()
    expect([signInNeeded.value, account.value, unsent.value]).toEqual([true, ADA, 1])
    await signIn(ADA.name, PASSWORD, false)
    await syncNow()
    expect([signInNeeded.value, unsent.value, server.rows().length]).toEqual([false, 0, 1])
  })

  it('sends before it leaves, and takes its rows along', async () => {
    await capture('c1')
    await signOut('keep')
    expect([server.rows(ADA.id).length, await exists(ADA.id), account.value, live('contact').value.size]).toEqual([1, false, null, 0])
  })

  it('keeps unsent changes under its own id, unseen by others, and sends them once on coming back', async () => {
    await capture('c1')
    await syncNow()
    server.canned = Array.from({ length: 9 }, () => problem(503, 'busy'))
    await capture('c2', 'c3')
    await signOut('keep')
    const left = await stored(ADA.id)
    expect([left.rows, left.archive, left.outbox.map((entry) => entry.row), left.meta.cursor]).toEqual([[], [], ['c2', 'c3'], [0, '']])
    server.canned = []
    await signIn('Bea', PASSWORD, true)
    await syncNow()
    expect([live('contact').value.size, unsent.value, server.ids('id-of-Bea')]).toEqual([0, 0, []])
    await signOut('keep')
    await signIn(ADA.name, PASSWORD, false)
    await syncNow()
    expect([server.rows(ADA.id).map((row) => row.id), unsent.value]).toEqual([['c1', 'c2', 'c3'], 0])
    expect([...live('contact').value.keys()].sort()).toEqual(['c1', 'c2', 'c3'])
  })

  it('discards them on its own word alone', async () => {
    server.canned = Array.from({ length: 9 }, () => problem(503, 'busy'))
    await capture('c1')
    await signOut('discard')
    expect(await exists(ADA.id)).toBe(false)
    server.canned = []
    await signIn(ADA.name, PASSWORD, false)
    await syncNow()
    expect([server.rows(), attention.value, syncState.value]).toEqual([[], 0, 'idle'])
  })

  it('that left offline stays out: the session is ended at the next start', async () => {
    server.down = true
    await signOut('keep')
    server.down = false
    expect(server.user).toEqual(ADA)
    await restart()
    await sessionAsked()
    expect([account.value, server.user]).toEqual([null, null])
  })
})

describe('what an account says of its unsent work', () => {
  const readings = (): Set<string> => {
    const seen = new Set<string>()
    effect(() => void seen.add(account.value && known.value ? `${unsent.value} waiting` : 'not known'))
    return seen
  }

  it.each([
    ['coming back after signing out', () => signOut('keep'), () => signIn(ADA.name, PASSWORD, false)],
    ['opening the app again', turnOff, startSession],
  ])('%s: nothing is said before the store was read, then all that waits', async (_name, leave, comeBack) => {
    await signIn(ADA.name, PASSWORD, false)
    server.canned = Array.from({ length: 9 }, () => problem(503, 'busy'))
    await capture('c1', 'c2', 'c3')
    await leave()
    const seen = readings()
    await comeBack()
    expect([...seen]).toEqual(['not known', '3 waiting'])
  })
})

describe('between two users', () => {
  it('an editor that stayed open writes into the store of its own user', async () => {
    await signIn(ADA.name, PASSWORD, false)
    await capture('c1')
    const draft = open('contact', 'c1')
    await signOut('keep')
    const guest = userId.value
    await save(draft, { role: 'typed by Ada' })
    const roles = async (user: string) => (await stored(user)).outbox.map((entry) => entry.set?.role)
    expect([await roles(guest), await roles(ADA.id)]).toEqual([[], ['typed by Ada']])
  })

  it('a read that was on its way shows nobody the records of the other', async () => {
    await signIn(ADA.name, PASSWORD, false)
    await capture('c1', 'c2')
    const late = load(ADA.id)
    userId_.value = 'guest-somebody-else'
    clear()
    await late
    expect(live('contact').value.size).toBe(0)
  })

  it('the session ends before the guest is shown', async () => {
    await signIn(ADA.name, PASSWORD, false)
    const seen: (string | null)[] = []
    const watch = userId.subscribe(() => seen.push(server.user?.name ?? null))
    await signOut('keep')
    watch()
    expect(seen).toEqual(['Ada', null])
  })

  it('a sign-out cut short is completed at the next start', async () => {
    await signIn(ADA.name, PASSWORD, false)
    await capture('c1')
    await syncNow()
    keep(LEAVING, ADA.id)
    keep(USER, null)
    await restart()
    await sessionAsked()
    expect([account.value, (await stored(ADA.id)).rows, kept(LEAVING)]).toEqual([null, [], null])
  })
})
