/** The phone's own database, one per user: `hallway-<user id>` (docs/sync.md 6.1). */
import { deleteDB, openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb'
import { fresh } from './ids'
import { heldOf } from './just_now'
import type { Archived, Entry, Held, ServerRow } from './wire'

export interface StoredBlob {
  sha256: string
  mime: string
  bytes: ArrayBuffer
  sent: boolean
}

interface Stores extends DBSchema {
  meta: { key: string; value: unknown }
  rows: { key: [string, string]; value: ServerRow }
  outbox: { key: number; value: Entry; indexes: { id: string; row: string } }
  archive: { key: string; value: Archived; indexes: { row: string; acked_at: string } }
  held: { key: string; value: Held; indexes: { row: string } }
  shelf: { key: [string, string]; value: ServerRow }
  blobs: { key: string; value: StoredBlob }
}

const ALL = ['meta', 'rows', 'outbox', 'archive', 'held', 'shelf', 'blobs'] as const
type Name = (typeof ALL)[number]
export type Reading = IDBPTransaction<Stores, Name[], 'readonly'>
export type Writing = IDBPTransaction<Stores, Name[], 'readwrite'>

/** The phone could not keep or read something; what was to be saved is not saved. `cause` says why. */
export class StoreFault extends Error {
  constructor(cause: unknown) {
    super('This phone could not store that', { cause })
    this.name = 'StoreFault'
  }
}

const opened = new Map<string, Promise<IDBPDatabase<Stores>>>()
/** Those that are open by now: a write begins within the event that asks for it, with no turn of the page between. */
const ready = new Map<string, IDBPDatabase<Stores>>()

/** Runs the work in one read-only transaction over all stores of the user. */
export async function read<T>(user: string, work: (tx: Reading) => Promise<T>): Promise<T> {
  return await reopening(user, async (database) => await work(database.transaction([...ALL], 'readonly')))
}

/** Runs the work in one transaction over all stores of the user; resolves after `complete`, else StoreFault.
 *
 * `relaxed` is for what may be lost with the power of the phone because the store says the same without it.
 */
export async function write<T>(user: string, work: (tx: Writing) => Promise<T>, durability: 'strict' | 'relaxed' = 'strict'): Promise<T> {
  return await reopening(user, async (database) => {
    const tx = database.transaction([...ALL], 'readwrite', { durability })
    try {
      const result = await work(tx)
      await tx.done
      return result
    } catch (fault) {
      undo(tx)
      throw fault
    }
  })
}

/** Removes the user's database from this phone. */
export async function forget(user: string): Promise<void> {
  await close(user)
  heldOf(user).drop()
  await deleteDB(nameOf(user))
}

/** Ends this page's connection; the next use opens it again. */
export async function close(user: string): Promise<void> {
  const database = opened.get(user)
  drop(user)
  const connection = await database?.catch(() => undefined)
  connection?.close()
}

/** Ends all connections of this page. */
export async function closeAll(): Promise<void> {
  await Promise.all([...opened.keys()].map(close))
}

/** Tells whether the user has a database on this phone, without making one; true where the browser cannot tell. */
export async function exists(user: string): Promise<boolean> {
  if (typeof indexedDB.databases !== 'function') return true
  return (await indexedDB.databases()).some((database) => database.name === nameOf(user))
}

function nameOf(user: string): string {
  return `hallway-${user}`
}

function connect(user: string): Promise<IDBPDatabase<Stores>> {
  const known = opened.get(user)
  if (known) return known
  const opening = openDB<Stores>(nameOf(user), 1, {
    upgrade(database, _old, _new, tx) {
      database.createObjectStore('meta')
      database.createObjectStore('rows', { keyPath: ['kind', 'id'] })
      const outbox = database.createObjectStore('outbox', { keyPath: 'n', autoIncrement: true })
      outbox.createIndex('id', 'id', { unique: true })
      outbox.createIndex('row', 'row')
      const archive = database.createObjectStore('archive', { keyPath: 'id' })
      archive.createIndex('row', 'row')
      archive.createIndex('acked_at', 'acked_at')
      database.createObjectStore('held', { keyPath: 'id' }).createIndex('row', 'row')
      database.createObjectStore('shelf', { keyPath: ['kind', 'id'] })
      database.createObjectStore('blobs', { keyPath: 'sha256' })
      void tx.objectStore('meta').put(fresh(), 'device')
    },
    blocking: () => void close(user),
    terminated: () => drop(user),
  })
  opened.set(user, opening)
  void opening.then((database) => opened.get(user) === opening && ready.set(user, database)).catch(() => undefined)
  return opening
}

function drop(user: string): void {
  opened.delete(user)
  ready.delete(user)
}

/** iOS drops connections in the background: after a fault the database is opened anew once, then the fault is told. */
async function reopening<T>(user: string, work: (database: IDBPDatabase<Stores>) => Promise<T>): Promise<T> {
  try {
    return await work(ready.get(user) ?? (await connect(user)))
  } catch (fault) {
    await close(user)
    if (fault instanceof DOMException && fault.name === 'QuotaExceededError') throw new StoreFault(fault)
  }
  try {
    return await work(await connect(user))
  } catch (fault) {
    await close(user)
    throw new StoreFault(fault)
  }
}

function undo(tx: Writing): void {
  tx.done.catch(() => undefined)
  try {
    tx.abort()
  } catch {
    // Already aborted by the browser: nothing is left to undo.
  }
}
