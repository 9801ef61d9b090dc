/** What a page held when it ended goes wherever its user's records go. */
import { beforeEach, describe, expect, it } from 'vitest'
import { syncNow } from '../sync/engine'
import { restart, stored, unpack } from '../sync/testing/phone'
import { problem, type Server } from '../sync/testing/server'
import { exists } from './database'
import { heldOf, hold } from './just_now'
import { live } from './records'
import { guestRecordCount, sessionAsked, signIn, signOut, signUp, startSession, userId } from './session'
import { keep, LEAVING, USER } from './who'

const ADA = { id: 'id-of-Ada', name: 'Ada' }
const PASSWORD = 'a long enough password'
const CHANGE = { id: 'm1', kind: 'contact', row: 'c1', base: 0, at: '2026-12-01T10:00:00Z', set: { name: 'Maren Oduya' } }

let server: Server

beforeEach(async () => {
  server = await unpack()
  await startSession()
  await sessionAsked()
})

describe('what was held', () => {
  it('by a guest counts as a record, and goes along into the account', async () => {
    hold(userId.value, [CHANGE])
    expect(await guestRecordCount()).toBe(1)
    hold(userId.value, [{ ...CHANGE, id: 'm2', row: 'c2' }])
    await signUp(ADA.name, PASSWORD, true)
    await syncNow()
    expect(server.ids(ADA.id)).toEqual(['m1', 'm2'])
  })

  it('is sent by another tab that goes on', async () => {
    await signUp(ADA.name, PASSWORD, false)
    hold(ADA.id, [CHANGE])
    await syncNow()
    expect([server.ids(ADA.id), live('contact').value.get('c1')?.name]).toEqual([['m1'], 'Maren Oduya'])
    expect(heldOf(ADA.id).changes).toEqual([])
  })

  it('stays when somebody signs out and keeps what was not sent, and is sent when they are back', async () => {
    await signUp(ADA.name, PASSWORD, false)
    server.canned = Array.from({ length: 9 }, () => problem(503, 'busy'))
    hold(ADA.id, [CHANGE])
    await signOut('keep')
    expect([(await stored(ADA.id)).outbox.map(({ id }) => id), live('contact').value.size]).toEqual([['m1'], 0])
    server.canned = []
    await signIn(ADA.name, PASSWORD, false)
    await syncNow()
    expect(server.ids(ADA.id)).toEqual(['m1'])
  })

  it('stays when a sign-out that was cut short is completed', async () => {
    await signUp(ADA.name, PASSWORD, false)
    await syncNow()
    keep(LEAVING, ADA.id)
    keep(USER, null)
    hold(ADA.id, [CHANGE])
    await restart()
    await sessionAsked()
    expect((await stored(ADA.id)).outbox.map(({ id }) => id)).toEqual(['m1'])
  })

  it('goes with all the rest on their own word', async () => {
    await signUp(ADA.name, PASSWORD, false)
    server.canned = Array.from({ length: 9 }, () => problem(503, 'busy'))
    hold(ADA.id, [CHANGE])
    await signOut('discard')
    expect([await exists(ADA.id), heldOf(ADA.id).changes]).toEqual([false, []])
  })
})
