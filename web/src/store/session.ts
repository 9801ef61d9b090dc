/** Who is here: guest or account, signing up, in and out (docs/sync.md 6.4, 6.5). */
import { batch, type ReadonlySignal } from '@preact/signals'
import { abandonSync, syncNow } from '../sync/state'
import { syncLock, underLock } from '../sync/locks'
import { hidePrivate, openAgenda } from './agenda'
import { call, offline, portal } from './api'
import { forget } from './database'
import { load } from './load'
import { clear } from './memory'
import { recover } from './outbox'
import * as who from './who'
import type { Account } from './who'

export type { Account } from './who'
export { evicted } from './eviction'

/** Who is signed in; null for a guest. */
export const account: ReadonlySignal<Account | null> = who.account
/** The account's id, or `guest-<uuid>`. */
export const userId: ReadonlySignal<string> = who.userId
/** The server asked for a sign-in in mid-sync; nothing is lost and scanning goes on. */
export const signInNeeded: ReadonlySignal<boolean> = who.signInNeeded
/** This phone's store does not open: nothing can be kept until it does. Each save tries again. */
export const storeFault: ReadonlySignal<boolean> = who.storeFault

const PATIENCE_ON_LEAVING_MS = 8_000

interface SessionAnswer {
  user: Account | null
}

let asked: Promise<void> = Promise.resolve()

/** Opens the store of whoever was here last, without network; then asks the server who is signed in. */
export async function startSession(): Promise<void> {
  await become(who.lastAccount())
  if (typeof window !== 'undefined') {
    window.addEventListener('storage', onOtherTab)
    window.addEventListener('online', () => void finishLeaving().catch(() => undefined))
  }
  asked = askServer().catch(() => undefined) // No network: the store is open, and sync asks again.
}

/** Resolves when the server was asked who is here; for those who must know and can wait. */
export async function sessionAsked(): Promise<void> {
  await asked
}

/** Makes an account and signs in to it; `adopting` takes this phone's guest records along. Rejects with ApiProblem. */
export async function signUp(name: string, password: string, adopting: boolean): Promise<void> {
  await goIn('/api/users', { name, password }, adopting)
}

/** Signs in; `adopting` takes this phone's guest records along. Rejects with ApiProblem. */
export async function signIn(name: string, password: string, adopting: boolean): Promise<void> {
  await goIn('/api/session', { name, password }, adopting)
}

/** The same by whatever the address takes: a passkey, a recovery code, the operator's link. */
export async function goIn(path: string, body: object, adopting: boolean): Promise<void> {
  await moving()
  await enter(await call<SessionAnswer>('POST', path, body), adopting)
}

/** Leaves: what waits is sent if it can be, else kept here under this user's id, or discarded on their own word. */
export async function signOut(choice: 'keep' | 'discard'): Promise<void> {
  const leaving = who.account.peek()
  if (!leaving) return
  const { abandonMoves, clearSynced } = await moving()
  await Promise.race([syncNow(), new Promise((resolve) => setTimeout(resolve, PATIENCE_ON_LEAVING_MS))])
  abandonSync()
  who.keep(who.USER, null)
  who.keep(who.LEAVING, leaving.id)
  // Before anybody else is shown: the guest must ask nothing with this cookie. Offline, `finishLeaving` ends it later.
  const ended = await endSession().then(
    () => true,
    () => false,
  )
  await become(null)
  await underLock(syncLock(leaving.id), async () => {
    if (choice === 'discard') await abandonMoves(leaving.id)
    await (choice === 'discard' ? forget(leaving.id) : clearSynced(leaving.id))
  })
  if (ended) who.keep(who.LEAVING, null)
}

/** Returns how many records the guest of this phone made: "Add these 14 records to Ada's account?" */
export async function guestRecordCount(): Promise<number> {
  return await (await moving()).recordsOf(who.guestId())
}

/** What only those need who sign in or out; asked for before anything is begun, so that nothing stops half-way. */
async function moving(): Promise<typeof import('./moving')> {
  return await import('./moving').catch(() => {
    throw offline()
  })
}

async function enter(answer: SessionAnswer, adopting: boolean): Promise<void> {
  if (!answer.user) throw portal(200)
  if (who.kept(who.LEAVING) !== answer.user.id) await wipeLeft().catch(() => undefined)
  who.keep(who.LEAVING, null)
  if (adopting) await (await moving()).adopt(who.guestId(), answer.user.id)
  await become(answer.user)
  who.signInNeeded.value = false
  void syncNow()
}

/** Opens the store of the account, or of the guest with null, and shows it. A store that fails is told by `storeFault`. */
async function become(user: Account | null): Promise<void> {
  const id = user?.id ?? who.guestId()
  if (id !== who.userId.peek()) {
    abandonSync()
    clear()
    hidePrivate()
  }
  if (user) who.keep(who.USER, JSON.stringify({ id: user.id, name: user.name }))
  batch(() => {
    who.account.value = user
    who.userId.value = id
  })
  void openAgenda()
  try {
    // without its code, which is seldom, the next sync goes on with it
    if (user && who.moves().length > 0) await moving().then((code) => code.continueMoves(user.id), () => undefined)
    const isRecovered = await recover(id).then(() => true, () => false)
    await load(id)
    who.storeFault.value = !isRecovered
  } catch {
    who.storeFault.value = true
  }
}

/** Agrees with the server on who is here; a session that ended pauses sync and wipes nothing. */
async function askServer(): Promise<void> {
  await finishLeaving()
  const { user } = await call<SessionAnswer>('GET', '/api/session')
  const here = who.account.peek()
  if (!user) who.signInNeeded.value = here !== null
  else if (user.id !== here?.id || user.name !== here.name) await become(user)
  if (user) void syncNow()
}

async function endSession(): Promise<void> {
  await call<SessionAnswer>('DELETE', '/api/session')
}

/** Completes a sign-out that was cut short: the rows are wiped and the session ended; doing it twice does no harm. */
async function finishLeaving(): Promise<void> {
  if (!who.kept(who.LEAVING)) return
  await wipeLeft()
  await endSession()
  who.keep(who.LEAVING, null)
}

async function wipeLeft(): Promise<void> {
  const left = who.kept(who.LEAVING)
  if (!left) return
  const { clearSynced } = await moving()
  await underLock(syncLock(left), () => clearSynced(left))
}

/** Another tab signed in or out: this one follows, so that nobody writes into a store that was left. */
function onOtherTab(event: StorageEvent): void {
  if (event.key === who.USER) void become(who.lastAccount())
}
