/** What the last publications changed: kept on this phone beside the agenda, and up to where this user has seen it. */
import { batch, signal, type ReadonlySignal } from '@preact/signals'
import { underLock } from '../sync/locks'
import { heldManifest, keepChanges, keptChanges } from './agenda_database'
import { call } from './api'
import { read, write } from './database'
import { userId } from './who'

export type What = 'new' | 'changed' | 'moved' | 'cancelled' | 'restored' | 'retitled'

/** One field of one item. Times are the venue's wall clock, or an instant in UTC with `Z`. */
export interface Change {
  version: number
  /** When it was published. */
  at: string
  item: string
  title: string
  what: What
  field: string
  old: string
  new: string
}

/** The changes that lead from the publication `since` to `version`, the newest first; `more` are not among them. */
export interface Changes {
  conference: string
  version: number
  since: number
  changes: Change[]
  more: number
}

const MOST_KEPT = 5_000
const MOST_VERSIONS = 20 // as many as the server keeps

const kept = signal<Changes | null>(null)
const seenVersion = signal(0)

/** Of the conference last followed; null where this phone has not heard of any yet. */
export const changes: ReadonlySignal<Changes | null> = kept
/** The publication up to which the user has seen what changed on this phone. */
export const seen: ReadonlySignal<number> = seenVersion

let following = ''

/** Shows what this phone knows of the conference's changes, then fetches those up to the held agenda; never rejects. */
export async function followChanges(user: string, conference: string): Promise<void> {
  if (conference !== following) hideChanges()
  following = conference
  // what cannot be fetched or read now is asked for at the next refresh
  await underLock('hallway-changes', async () => await follow(user, conference)).catch(() => undefined)
}

/** Shows none: nobody sees what another's agenda changed. */
export function hideChanges(): void {
  following = ''
  show(null, 0)
}

/** Keeps that the user has seen everything up to the publication, on this phone. */
export async function keepSeen(version: number): Promise<void> {
  const conference = kept.peek()?.conference
  if (conference === undefined) return
  const user = userId.peek()
  await putSeen(user, conference, version)
  // not before: what was said to be seen would come back with a page that ends too soon
  if (isFollowed(user, conference)) seenVersion.value = version
}

async function follow(user: string, conference: string): Promise<void> {
  const held = await heldManifest(conference)
  if (!held) return
  const { version } = held.manifest
  const before = await keptChanges(conference)
  const known = await seenOf(user, conference)
  // what changed before this user first saw the agenda here is no news to them
  if (known === undefined) await putSeen(user, conference, version)
  const upTo = known ?? version
  if (isFollowed(user, conference)) show(before ?? null, upTo)
  if (before?.version === version) return
  const from = before && before.version < version ? before.version : 0
  const answer = await call<Changes>('GET', `/api/conferences/${conference}/changes?after=${from}`)
  if (!Array.isArray(answer.changes) || typeof answer.version !== 'number') return
  const now = joined(from > 0 ? before : undefined, answer, from)
  await keepChanges(now)
  if (upTo > now.version) await putSeen(user, conference, now.version) // the server was restored from a backup
  if (isFollowed(user, conference)) show(now, Math.min(upTo, now.version))
}

/** The changes known before with those that came now, the newest first, as many as are kept. */
function joined(before: Changes | undefined, answer: Changes, from: number): Changes {
  const all = [...answer.changes, ...(before?.changes ?? [])]
  const changes = all.filter((one) => one.version > answer.version - MOST_VERSIONS).slice(0, MOST_KEPT)
  const isWhole = before !== undefined && answer.since <= from
  return { ...answer, changes, since: isWhole ? before.since : answer.since, more: answer.more + (isWhole ? before.more : 0) }
}

function isFollowed(user: string, conference: string): boolean {
  return user === userId.peek() && conference === following
}

function show(now: Changes | null, upTo: number): void {
  batch(() => {
    kept.value = now
    seenVersion.value = upTo
  })
}

const nameOf = (conference: string): string => `changes-seen:${conference}`

async function seenOf(user: string, conference: string): Promise<number | undefined> {
  const found = await read(user, (tx) => tx.objectStore('meta').get(nameOf(conference)))
  return typeof found === 'number' ? found : undefined
}

async function putSeen(user: string, conference: string, version: number): Promise<void> {
  await write(user, (tx) => tx.objectStore('meta').put(version, nameOf(conference)))
}
