/** The sync loop: when to send, when to wait, and what to tell the screens (docs/sync.md 6.3). */
import { effect } from '@preact/signals'
import { finishMoves } from '../store/adoption'
import { refreshAgenda, refreshIfNewer } from '../store/agenda'
import { keepAtHand } from '../store/agenda_details'
import { ApiProblem } from '../store/api'
import { load } from '../store/load'
import { writes } from '../store/memory'
import { recover } from '../store/outbox'
import { live } from '../store/records'
import { tidyShelf } from '../store/shelf'
import { hangUp, listen } from '../store/tabs'
import { account, signInNeeded, userId } from '../store/who'
import type { Answer } from '../store/wire'
import { pause } from './backoff'
import { syncLock, underLock } from './locks'
import { rounds } from './round'
import { abandonSync, stopSignal, told, type SyncState } from './state'

const AFTER_WRITE_MS = 1_000
const EVERY_MS = 30_000

const { state, reason, skewMs, newest } = told

let running: Promise<void> | null = null
let wanted = false
let failures = 0
let waitUntil = 0
let stopLoop: (() => void) | null = null

/** Starts the loop: now, on coming online, on becoming visible, 1 s after a write, every 30 s while visible. */
export function startSync(): void {
  if (stopLoop) return
  const stops = [everyHalfMinute(), afterWrites(), onChangeOfUser()]
  if (typeof window !== 'undefined') stops.push(onEvent(window, 'online', hasty))
  if (typeof document !== 'undefined') stops.push(onEvent(document, 'visibilitychange', onVisible))
  stopLoop = () => stops.forEach((stop) => stop())
  hasty()
}

/** Ends the loop and gives up what is under way. */
export function stopSync(): void {
  stopLoop?.()
  stopLoop = null
  abandonSync()
  hangUp()
}

/** Sends and fetches until nothing is left; never rejects: `syncState` tells how it went. */
export async function syncNow(): Promise<void> {
  wanted = true
  running ??= run().finally(() => (running = null))
  await running
}

async function run(): Promise<void> {
  while (wanted && account.peek()) {
    wanted = false
    await once(userId.peek())
  }
  wanted = false
  if (!account.peek()) state.value = 'idle'
}

async function once(user: string): Promise<void> {
  const stop = stopSignal()
  try {
    state.value = 'sending'
    if (await recover(user)) await load(user)
    await underLock(syncLock(user), async () => await rounds({ user, stop, heard }))
    if (await tidyShelf(user)) await load(user)
    if (await finishMoves(user)) wanted = true
    failures = 0
    waitUntil = 0
    reason.value = ''
    signInNeeded.value = false
    state.value = 'idle'
  } catch (fault) {
    wanted = false
    // Given up on purpose, because the user changed: that is no news about the network.
    state.value = stop.aborted ? 'idle' : failed(fault)
  }
}

/** What a failure means for the loop; nothing of the outbox is ever dropped here (docs/sync.md 4.4). */
function failed(fault: unknown): SyncState {
  const problem = fault instanceof ApiProblem ? fault : null
  failures += 1
  const wait = pause(failures, Math.random(), problem?.retryAfter ?? null)
  waitUntil = Date.now() + wait
  reason.value = ''
  if (problem?.type === 'portal') return 'portal'
  if (problem?.status === 401) signInNeeded.value = true
  if (problem?.status === 426) return 'upgrade'
  if (problem && [400, 401, 403, 415, 422].includes(problem.status)) {
    reason.value = problem.title
    return 'paused'
  }
  setTimeout(ifDue, wait + 1)
  return 'offline'
}

function heard(answer: Answer, asked: number, answered: number): void {
  const server = Date.parse(answer.time)
  if (!Number.isNaN(server)) skewMs.value = (asked + answered) / 2 - server
  newest.value = Math.max(newest.value, answer.schema)
  void refreshIfNewer(answer.agenda ?? {}).then(keepFlagged)
}

function hasty(): void {
  waitUntil = 0
  void syncNow()
  void refreshAgenda().then(keepFlagged)
}

/** What a student flagged is read in the hall, where there may be no network. */
async function keepFlagged(): Promise<void> {
  const flagged = [...live('target').peek().values()].map((target) => target.item)
  await keepAtHand(flagged).catch(() => undefined)
}

function ifDue(): void {
  if (!stopLoop || state.peek() === 'paused' || state.peek() === 'upgrade' || Date.now() < waitUntil) return
  void syncNow()
}

function visible(): boolean {
  return typeof document === 'undefined' || document.visibilityState === 'visible'
}

function onVisible(): void {
  if (visible()) hasty()
}

function everyHalfMinute(): () => void {
  const timer = setInterval(() => visible() && ifDue(), EVERY_MS)
  return () => clearInterval(timer)
}

function afterWrites(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let seen = writes.peek()
  return effect(() => {
    if (writes.value === seen) return
    seen = writes.value
    clearTimeout(timer)
    timer = setTimeout(() => {
      ifDue()
      void keepFlagged()
    }, AFTER_WRITE_MS)
  })
}

function onChangeOfUser(): () => void {
  return effect(() => {
    const user = userId.value
    listen(() => void load(user))
    if (user !== '') void refreshAgenda().then(keepFlagged)
  })
}

function onEvent(target: EventTarget, name: string, act: () => void): () => void {
  target.addEventListener(name, act)
  return () => target.removeEventListener(name, act)
}
