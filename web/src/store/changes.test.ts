import { openDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'
import { restart, unpack } from '../sync/testing/phone'
import { CONFERENCE, publish, talk } from '../sync/testing/publish'
import type { Server } from '../sync/testing/server'
import { choose, items, openAgenda, refreshAgenda } from './agenda'
import { heldManifest, keptChanges } from './agenda_database'
import { changes, followChanges, hideChanges, keepSeen, seen, type Change } from './changes'
import { sessionAsked, signIn, startSession } from './session'
import { userId } from './who'

const TALK = '00000000-aaaa'
const PATH = `GET /api/conferences/${CONFERENCE.id}/changes`

let server: Server

const change = (version: number, old: string, now: string): Change => {
  return { version, at: '2026-11-21T20:05:00Z', item: TALK, title: 'First', what: 'moved', field: 'room', old, new: now }
}
const asked = () => server.requests.filter(({ line }) => line.startsWith(PATH)).map(({ line }) => line.slice(PATH.length))
const told = () => changes.value?.changes.map(({ version, old, new: now }) => [version, old, now])
const follow = () => followChanges(userId.value, CONFERENCE.id)

/** Puts a version on the server, and what it says to a phone that last heard of `after`. */
async function arrives(version: number, after: number, all: Change[], more: object = {}): Promise<void> {
  await publish(server, { list: [talk(TALK, 'First')] }, {}, version)
  const answer = { conference: CONFERENCE.id, version, since: Math.max(1, after), changes: all, more: 0, ...more }
  server.files.set(`${PATH}?after=${after}`, JSON.stringify(answer))
  await refreshAgenda()
  await follow()
}

beforeEach(async () => {
  server = await unpack()
  hideChanges()
  await startSession()
  await sessionAsked()
  await openAgenda()
  await choose(CONFERENCE.id)
})

describe('what changed', () => {
  it('before one first saw the agenda here is listed, and counts as seen', async () => {
    await arrives(4, 0, [change(4, 'A', 'B')])
    expect([told(), seen.value, asked()]).toEqual([[[4, 'A', 'B']], 4, ['?after=0']])
  })

  it('since then is fetched once, from where this phone stands, and is not seen yet', async () => {
    await arrives(1, 0, [])
    await arrives(3, 1, [change(3, 'A', 'C')])
    await follow()
    await arrives(4, 3, [change(4, 'C', 'D')])
    expect([told(), seen.value, asked()]).toEqual([[[4, 'C', 'D'], [3, 'A', 'C']], 1, ['?after=0', '?after=1', '?after=3']])
    expect([changes.value?.version, changes.value?.since]).toEqual([4, 1])
  })

  it('is there offline after a restart, and what was seen stays seen', async () => {
    await arrives(1, 0, [])
    await arrives(2, 1, [change(2, 'A', 'B')])
    server.down = true
    hideChanges()
    await restart()
    await openAgenda()
    await follow()
    expect([told(), seen.value]).toEqual([[[2, 'A', 'B']], 1])
    const keeping = keepSeen(2)
    expect(seen.value).toBe(1) // not before it is kept: the page may end now
    await keeping
    expect(seen.value).toBe(2)
    hideChanges()
    await follow()
    expect([told(), seen.value]).toEqual([[[2, 'A', 'B']], 2])
  })

  it('comes later when the network goes in between', async () => {
    await arrives(1, 0, [])
    await publish(server, { list: [talk(TALK, 'First')] }, {}, 2)
    await refreshAgenda()
    await follow()
    expect([told(), changes.value?.version]).toEqual([[], 1])
    await arrives(2, 1, [change(2, 'A', 'B')])
    expect([told(), seen.value]).toEqual([[[2, 'A', 'B']], 1])
  })

  it('is what the server says after it was restored from a backup', async () => {
    await arrives(1, 0, [])
    await arrives(5, 1, [change(5, 'A', 'E')])
    await keepSeen(5)
    await arrives(3, 0, [change(3, 'A', 'C')])
    expect([told(), seen.value]).toEqual([[[3, 'A', 'C']], 3])
  })

  it('names what is not kept any more, and what was too much', async () => {
    await arrives(1, 0, [])
    await arrives(2, 1, [change(2, 'A', 'B')], { more: 7 })
    await arrives(3, 2, [change(3, 'B', 'C')], { more: 2 })
    expect([told()?.length, changes.value?.more, changes.value?.since]).toEqual([2, 9, 1])
    await arrives(40, 3, [change(40, 'C', 'D')], { since: 20, more: 1 })
    expect([told(), changes.value?.more, changes.value?.since]).toEqual([[[40, 'C', 'D']], 1, 20])
  })

  it('is seen by each user for themselves', async () => {
    await arrives(1, 0, [])
    await arrives(2, 1, [change(2, 'A', 'B')])
    await keepSeen(2)
    await signIn('Ada', 'a long enough password', false)
    await arrives(3, 2, [change(3, 'B', 'C')])
    expect([seen.value, told()?.length]).toEqual([3, 2])
  })

  it('that is no answer of ours changes nothing', async () => {
    await arrives(1, 0, [])
    await publish(server, { list: [talk(TALK, 'First')] }, {}, 2)
    server.files.set(`${PATH}?after=1`, '{"hello": "sign in here"}')
    await refreshAgenda()
    await follow()
    expect([changes.value?.version, (await keptChanges(CONFERENCE.id))?.version]).toEqual([1, 1])
  })
})

it('a phone of before keeps its agenda when the store for changes is added', async () => {
  await publish(server, { list: [talk(TALK, 'First')] }, {}, 6)
  await refreshAgenda()
  const held = await heldManifest(CONFERENCE.id)
  const shards = await contents('shards')
  await unpackedAsBefore(held, shards)

  await openAgenda()
  await follow()

  expect([await heldManifest(CONFERENCE.id), await contents('shards'), [...items.value.keys()]]).toEqual([held, shards, [TALK]])
  expect([seen.value, changes.value]).toEqual([6, null])
})

/** Makes a phone whose agenda was stored by the first version of this app. */
async function unpackedAsBefore(held: unknown, shards: [IDBValidKey, unknown][]): Promise<void> {
  server = await unpack()
  server.down = true
  const old = await openDB('hallway-agenda', 1, {
    upgrade(made) {
      made.createObjectStore('conferences', { keyPath: ['user', 'id'] })
      made.createObjectStore('manifests', { keyPath: 'conference' })
      made.createObjectStore('shards')
    },
  })
  await old.put('conferences', { id: CONFERENCE.id, user: 'somebody', info: CONFERENCE })
  await old.put('manifests', held)
  for (const [name, shard] of shards) await old.put('shards', shard, name)
  old.close()
  await startSession()
}

async function contents(store: string): Promise<[IDBValidKey, unknown][]> {
  const database = await openDB('hallway-agenda')
  const [names, values] = [await database.getAllKeys(store), await database.getAll(store)]
  database.close()
  return names.map((name, place) => [name, values[place]])
}
