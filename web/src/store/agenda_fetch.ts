/** Bringing an agenda up to date: only what changed is fetched, and nothing unverified is kept (docs/sync.md 9). */
import { ApiProblem, ask, portal } from './api'
import { heldManifest, heldShards, keepManifest, keepShard, type StoredManifest } from './agenda_database'
import { canonical, patched } from './agenda_patch'
import { turns } from './agenda_read'
import type { Manifest, Part, Patch, Shard } from './agenda_shapes'
import { digest } from './digest'

/** The forms of manifests that this app reads: lists name people by number since 2, shards are columns since 3. */
const FORMATS: readonly number[] = [1, 2, 3]
const AT_ONCE = 6
const FIRST_SCREEN: readonly Part[] = ['list', 'people']
/** Kept up to date by patches alone: what no patch renews is fetched when it is opened. */
const ON_DEMAND: readonly Part[] = ['details', 'abstracts']

interface Place {
  part: Part
  number: number
  name: string
}

/** Makes the phone hold the first-screen shards of the manifest, and then the manifest; what it held before stays. */
export async function update(conference: string, sha256: string): Promise<void> {
  const before = await heldManifest(conference)
  if (before?.sha256 === sha256) return
  const manifest = await verified<Manifest>(sha256)
  if (!FORMATS.includes(manifest.format)) throw newer()
  let wanted = await absent(FIRST_SCREEN.flatMap((part) => placesOf(manifest, part)))
  if (before) {
    const cached = await absent(ON_DEMAND.flatMap((part) => placesOf(manifest, part)))
    const left = await byPatch(before, manifest, [...wanted, ...cached])
    wanted = left.filter(({ part }) => FIRST_SCREEN.includes(part))
  }
  await inTurns(wanted, async ({ name }) => {
    await keepShard(name, await verified<Shard>(name))
  })
  await keepManifest({ conference, sha256, manifest })
}

/** Returns one shard of the held agenda, fetched and kept if it is not here yet. */
export async function shardOf(held: StoredManifest, part: Part, number: number): Promise<Shard | null> {
  const name = held.manifest.shards[part][number]
  if (name === undefined) return null
  const [here] = await heldShards([name])
  if (here) return here
  const shard = await verified<Shard>(name)
  await keepShard(name, shard)
  return shard
}

/** Returns the JSON under the name, whose bytes have that SHA-256; wrong bytes are fetched once more, never shown. */
export async function verified<T>(name: string): Promise<T> {
  for (const cache of ['default', 'reload'] as const) {
    const response = await ask('GET', `/agenda/${name}.json`, { cache, headers: { 'X-Hallway': '1' } })
    if (response.status >= 500) throw new ApiProblem({ type: '/problems/busy', status: response.status, title: 'Busy' })
    const bytes = await response.arrayBuffer()
    if (response.ok && (await digest(bytes)) === name) return JSON.parse(new TextDecoder().decode(bytes)) as T
  }
  throw portal(200)
}

function placesOf(manifest: Manifest, part: Part): Place[] {
  return manifest.shards[part].map((name, number) => ({ part, number, name }))
}

async function absent(places: readonly Place[]): Promise<Place[]> {
  const held = await heldShards(places.map((place) => place.name))
  return places.filter((_place, index) => held[index] === undefined)
}

/** Makes the new shards out of the old ones and a patch; each counts only if its bytes have the right hash. */
async function byPatch(before: StoredManifest, manifest: Manifest, wanted: readonly Place[]): Promise<Place[]> {
  const name = manifest.patches[before.sha256]
  if (name === undefined || wanted.length === 0) return [...wanted]
  const patch = await verified<Patch>(name)
  if (patch.format !== manifest.format) return [...wanted]
  const left: Place[] = []
  const rest = turns()
  for (const place of wanted) {
    const names = before.manifest.shards[place.part]
    const [old] = await heldShards([names[place.number] ?? ''])
    const count = manifest.shards[place.part].length
    const made = old && names.length === count ? await patched(old, place.part, patch, { number: place.number, count }, rest) : null
    if (made && (await digest(canonical(made))) === place.name) await keepShard(place.name, made)
    else left.push(place)
  }
  return left
}

async function inTurns<T>(things: readonly T[], act: (thing: T) => Promise<void>): Promise<void> {
  const queue = [...things]
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await act(next)
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, worker))
}

function newer(): ApiProblem {
  return new ApiProblem({ type: '/problems/upgrade', status: 426, title: 'Please update Hallway on this device' })
}
