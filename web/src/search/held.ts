/** Reads the agendas on this phone for the Worker, which asks for so little that plain IndexedDB serves; `store/agenda_database.ts` keeps them. */
import type { StoredManifest } from '../store/agenda_database'
import type { Shard } from '../store/agenda_shapes'

let opening: Promise<IDBDatabase> | null = null

/** Returns the manifest that the phone holds all first-screen shards of, or undefined. */
export async function heldManifest(conference: string): Promise<StoredManifest | undefined> {
  return (await held<StoredManifest>('manifests', [conference]))[0]
}

/** Returns the shards of these names, undefined for each that is not here. */
export async function heldShards(names: readonly string[]): Promise<(Shard | undefined)[]> {
  return await held<Shard>('shards', names)
}

async function held<T>(name: string, keys: readonly string[]): Promise<(T | undefined)[]> {
  opening ??= opened()
  const store = (await opening).transaction(name).objectStore(name)
  return await Promise.all(keys.map((key) => answered<T | undefined>(store.get(key))))
}

/** Opens what the page has made; it makes nothing by itself, and gives way to the page that changes it. */
async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open('hallway-agenda')
  request.onupgradeneeded = () => request.transaction?.abort()
  try {
    const database = await answered(request)
    database.onclose = () => (opening = null)
    database.onversionchange = () => {
      opening = null
      database.close()
    }
    return database
  } catch (fault) {
    opening = null
    throw fault
  }
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The agenda on this phone could not be read.'))
  })
}
