/** A phone for the tests: an empty IndexedDB and local storage, and a server behind `fetch`. */
import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { vi } from 'vitest'
import { closeAgenda } from '../../store/agenda_database'
import { closeAll, read } from '../../store/database'
import { clear } from '../../store/memory'
import { startSession } from '../../store/session'
import { account, signInNeeded, userId } from '../../store/who'
import type { Archived, Entry, Held, ServerRow } from '../../store/wire'
import { stopSync } from '../engine'
import { Server } from './server'

/** Everything one user has on the phone, store by store. */
export interface Stored {
  meta: Record<string, unknown>
  rows: ServerRow[]
  outbox: Entry[]
  archive: Archived[]
  held: Held[]
  shelf: ServerRow[]
}

/** Returns the server that a phone just unpacked talks to. */
export async function unpack(): Promise<Server> {
  await turnOff()
  vi.stubGlobal('indexedDB', new IDBFactory())
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
    key: (place: number) => [...kept.keys()][place] ?? null,
    get length() {
      return kept.size
    },
  })
  const server = new Server()
  vi.stubGlobal('fetch', server.fetch)
  return server
}

/** Ends the app as closing the page does: connections and memory go, the stores stay. */
export async function turnOff(): Promise<void> {
  stopSync()
  await closeAll()
  await closeAgenda()
  clear()
  account.value = null
  userId.value = ''
  signInNeeded.value = false
}

/** Closes and opens the app. */
export async function restart(): Promise<void> {
  await turnOff()
  await startSession()
}

/** Returns what the stores of the user hold. */
export async function stored(user: string): Promise<Stored> {
  return await read(user, async (tx) => {
    const meta = tx.objectStore('meta')
    const names = await meta.getAllKeys()
    const values = await meta.getAll()
    return {
      meta: Object.fromEntries(names.map((name, place) => [name, values[place]])),
      rows: await tx.objectStore('rows').getAll(),
      outbox: await tx.objectStore('outbox').getAll(),
      archive: await tx.objectStore('archive').getAll(),
      held: await tx.objectStore('held').getAll(),
      shelf: await tx.objectStore('shelf').getAll(),
    }
  })
}
