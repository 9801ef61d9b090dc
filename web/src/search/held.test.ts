import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { closeAgenda, keepManifest, keepShard, type StoredManifest } from '../store/agenda_database'
import type { Shard } from '../store/agenda_shapes'

const shard: Shard = { format: 1, columns: ['id'], rows: [['a']] }
const stored: StoredManifest = {
  conference: 'c',
  sha256: 'v1',
  manifest: { format: 1, conference: {}, version: 1, patches: {}, shards: { list: ['l'], people: [], details: [], abstracts: [] } },
}

let held: typeof import('./held')

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.resetModules()
  held = await import('./held')
})

afterEach(closeAgenda)

async function keepAll(): Promise<void> {
  await keepShard('l', shard)
  await keepManifest(stored)
}

it('finds what the page keeps, and undefined for what is not here', async () => {
  await keepAll()
  expect(await Promise.all([held.heldManifest('c'), held.heldManifest('d'), held.heldShards(['l', 'm'])])).toEqual([stored, undefined, [shard, undefined]])
})

it('makes nothing where nothing is, and finds what the page makes later', async () => {
  await expect(held.heldManifest('c')).rejects.toThrow()
  expect(await indexedDB.databases()).toEqual([])
  await keepAll()
  expect(await held.heldManifest('c')).toEqual(stored)
})

it('gives way to who changes the database, and opens it again', async () => {
  await keepAll()
  await held.heldManifest('c')
  await closeAgenda()
  await new Promise((resolve, reject) => {
    const gone = indexedDB.deleteDatabase('hallway-agenda')
    gone.onsuccess = resolve
    gone.onblocked = () => reject(new Error('blocked'))
  })
  await keepAll()
  expect(await held.heldManifest('c')).toEqual(stored)
})
