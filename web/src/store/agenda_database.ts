/** The agendas on this phone, shared by its users: database `hallway-agenda`. Everything in it can be fetched again. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { ConferenceInfo, Manifest, Shard } from './agenda_shapes'
import type { Changes } from './changes'

/** `user` is who saw it in their list; one that is not public is shown to nobody else. */
export interface KnownConference {
  id: string
  user: string
  info: ConferenceInfo
}

export interface StoredManifest {
  conference: string
  sha256: string
  manifest: Manifest
}

interface Stores extends DBSchema {
  conferences: { key: [string, string]; value: KnownConference }
  manifests: { key: string; value: StoredManifest }
  shards: { key: string; value: Shard }
  changes: { key: string; value: Changes }
}

let opening: Promise<IDBPDatabase<Stores>> | null = null

/** Returns the conferences last seen by the user, and the public ones that anybody here saw. */
export async function knownConferences(user: string): Promise<ConferenceInfo[]> {
  const all = await (await database()).getAll('conferences')
  const mine = all.filter((known) => known.user === user)
  const others = all.filter((known) => known.user !== user && known.info.public)
  const ids = new Set(mine.map((known) => known.id))
  const additional = new Map(others.filter((known) => !ids.has(known.id)).map((known) => [known.id, known]))
  const asOther = ({ info }: KnownConference): ConferenceInfo => ({ ...info, mine: false })
  return [...mine.map((known) => known.info), ...[...additional.values()].map(asOther)]
}

/** Keeps the list as the server gave it to the user; what is gone from it, and public ones of others, go. */
export async function keepConferences(user: string, list: readonly ConferenceInfo[]): Promise<void> {
  const tx = (await database()).transaction('conferences', 'readwrite')
  for (const known of await tx.store.getAll()) {
    if (known.user === user || known.info.public) await tx.store.delete([known.user, known.id])
  }
  for (const info of list) await tx.store.put({ id: info.id, user, info })
  await tx.done
}

/** Returns the manifest that the phone holds all first-screen shards of, or undefined. */
export async function heldManifest(conference: string): Promise<StoredManifest | undefined> {
  return await (await database()).get('manifests', conference)
}

/** Returns the shards of these names, undefined for each that is not here. */
export async function heldShards(names: readonly string[]): Promise<(Shard | undefined)[]> {
  const tx = (await database()).transaction('shards', 'readonly')
  const found = await Promise.all(names.map((name) => tx.store.get(name)))
  await tx.done
  return found
}

/** Keeps a verified shard under its name. */
export async function keepShard(name: string, shard: Shard): Promise<void> {
  await (await database()).put('shards', shard, name)
}

/** Puts the manifest, last of all, and drops what no manifest and no conference lists any more. */
export async function keepManifest(stored: StoredManifest): Promise<void> {
  const tx = (await database()).transaction(['conferences', 'manifests', 'shards'], 'readwrite')
  const manifests = tx.objectStore('manifests')
  await manifests.put(stored)
  const named = new Set((await tx.objectStore('conferences').getAll()).map((known) => known.id))
  const used = new Set<string>()
  for (const held of await manifests.getAll()) {
    if (held.conference !== stored.conference && !named.has(held.conference)) await manifests.delete(held.conference)
    else for (const name of Object.values(held.manifest.shards).flat()) used.add(name)
  }
  for (const name of await tx.objectStore('shards').getAllKeys()) {
    if (!used.has(name)) await tx.objectStore('shards').delete(name)
  }
  await tx.done
}

/** Returns what is known here of the conference's changes. */
export async function keptChanges(conference: string): Promise<Changes | undefined> {
  return await (await database()).get('changes', conference)
}

/** Keeps the changes of a conference, and drops those of conferences that nobody here lists any more. */
export async function keepChanges(changes: Changes): Promise<void> {
  const tx = (await database()).transaction(['conferences', 'changes'], 'readwrite')
  const named = new Set((await tx.objectStore('conferences').getAll()).map((known) => known.id))
  for (const id of await tx.objectStore('changes').getAllKeys()) if (!named.has(id)) await tx.objectStore('changes').delete(id)
  await tx.objectStore('changes').put(changes)
  await tx.done
}

/** Ends the connection; the next use opens it again. */
export async function closeAgenda(): Promise<void> {
  const connection = await opening?.catch(() => undefined)
  opening = null
  connection?.close()
}

function database(): Promise<IDBPDatabase<Stores>> {
  opening ??= openDB<Stores>('hallway-agenda', 2, {
    upgrade(made, old) {
      if (old < 1) {
        made.createObjectStore('conferences', { keyPath: ['user', 'id'] })
        made.createObjectStore('manifests', { keyPath: 'conference' })
        made.createObjectStore('shards')
      }
      made.createObjectStore('changes', { keyPath: 'conference' })
    },
    blocking: () => void closeAgenda(),
    terminated: () => (opening = null),
  }).catch((fault: unknown) => {
    opening = null
    throw fault
  })
  return opening
}
