/** A guest's records moving into an account; copying twice harms nothing (docs/sync.md 6.4). */
import { exists, forget, read, write, type Writing } from './database'
import { append, bare, recover } from './outbox'
import { GUEST, keep, keepMoves, kept, moves, type Move } from './who'
import type { Entry } from './wire'

/** Returns how many records the guest made on this phone; 0 where there never was a guest. */
export async function recordsOf(guest: string): Promise<number> {
  if (!(await exists(guest))) return 0
  await recover(guest)
  const entries = await read(guest, (tx) => tx.objectStore('outbox').getAll())
  return new Set(entries.map((entry) => `${entry.kind}:${entry.row}`)).size
}

/** Begins the move: kept first, then copied, so that a crash in between is made good by `continueMoves`. */
export async function adopt(guest: string, user: string): Promise<void> {
  const others = moves().filter((move) => move.guest !== guest)
  keepMoves([...others, { guest, user }])
  if (kept(GUEST) === guest) keep(GUEST, null)
  await copyGuest(guest, user)
}

/** Copies what moves into the user's account and is not there yet. */
export async function continueMoves(user: string): Promise<void> {
  for (const move of movesOf(user)) await copyGuest(move.guest, user)
}

/** Removes each guest database whose every mutation has left the user's outbox. True when more was found to send. */
export async function finishMoves(user: string): Promise<boolean> {
  let more = false
  for (const move of movesOf(user)) {
    if ((await copyGuest(move.guest, user)) > 0) more = true
    else if (!(await isWaiting(move))) await dropGuest(move)
  }
  return more
}

/** Removes the guest databases that were moving into the user's account, on the user's own word. */
export async function abandonMoves(user: string): Promise<void> {
  for (const move of movesOf(user)) await dropGuest(move)
}

/** Copies the guest's mutations and photos in one transaction, ids known there skipped; returns how many were new.
 *
 * They are marked as sent in the guest's own store first: an open tab then adds to them and never edits them.
 */
async function copyGuest(guest: string, user: string): Promise<number> {
  if (!(await exists(guest))) return 0
  await recover(guest)
  const [entries, blobs] = await write(guest, async (tx) => {
    const waiting = await tx.objectStore('outbox').getAll()
    for (const entry of waiting) if (!entry.sent) await tx.objectStore('outbox').put({ ...entry, sent: true })
    return [waiting, await tx.objectStore('blobs').getAll()] as const
  })
  return await write(user, async (tx) => {
    for (const blob of blobs) {
      if (!(await tx.objectStore('blobs').getKey(blob.sha256))) await tx.objectStore('blobs').put(blob)
    }
    return await copyEntries(tx, guest, entries)
  })
}

/** The ids that were copied are kept with the copies: one that a person discards here does not come back. */
async function copyEntries(tx: Writing, guest: string, entries: readonly Entry[]): Promise<number> {
  const mark = `adopted:${guest}`
  const known = new Set((await tx.objectStore('meta').get(mark)) as string[] | undefined)
  let copied = 0
  for (const entry of entries) {
    if (known.has(entry.id)) continue
    known.add(entry.id)
    await append(tx, { ...bare(entry), base: 0 })
    copied += 1
  }
  await tx.objectStore('meta').put([...known], mark)
  return copied
}

async function isWaiting({ guest, user }: Move): Promise<boolean> {
  return await read(user, async (tx) => {
    const ids = ((await tx.objectStore('meta').get(`adopted:${guest}`)) as string[] | undefined) ?? []
    const waiting = new Set((await tx.objectStore('outbox').getAll()).map((entry) => entry.id))
    return ids.some((id) => waiting.has(id))
  })
}

async function dropGuest(move: Move): Promise<void> {
  await forget(move.guest)
  keepMoves(moves().filter((other) => other.guest !== move.guest))
}

function movesOf(user: string): Move[] {
  return moves().filter((move) => move.user === user)
}
