/** The agenda of the chosen conference: shown from this phone, brought up to date when there is a network. */
import { batch } from '@preact/signals'
import { underLock } from '../sync/locks'
import { heldManifest, keepConferences, knownConferences, type StoredManifest } from './agenda_database'
import { readHeld, type AgendaRead } from './agenda_read'
import { likeliest } from './agenda_rows'
import type { ConferenceInfo, Item } from './agenda_shapes'
import { conference, told } from './agenda_shown'
import { call, portal } from './api'
import { keep, kept, LEAVING, userId } from './who'

export { agendaState, conference, conferences, items, people, shownVersion, type AgendaState } from './agenda_shown'
export type { AgendaPerson, ConferenceInfo, Item, ItemDetails } from './agenda_shapes'

const CHOSEN = 'hallway-conference'

const { list, chosen, items: shownItems, people: shownPeople, held, busy } = told

let refreshing: { user: string; done: Promise<void> } | null = null

/** Chooses the conference, shows what this phone has of it, and brings it up to date. */
export async function choose(id: string): Promise<void> {
  keep(CHOSEN, id)
  chosen.value = id
  await showHeld()
  await refreshing?.done // it fetches what was chosen before, and may have turned the choice back
  if (kept(CHOSEN) !== id) return
  if (chosen.peek() !== id) {
    chosen.value = id
    await showHeld()
  }
  await refreshAgenda()
}

/** Shows the agenda from this phone alone; never rejects: where the store does not open, `agendaState` says `offline`. */
export async function openAgenda(): Promise<void> {
  const user = userId.peek()
  try {
    const known = await knownConferences(user)
    if (user !== userId.peek() || (known.length === 0 && told.opening.peek())) return
    list.value = known
    await settleChoice()
  } catch {
    busy.value = 'failed'
  }
}

/** Hides what is not public: the user has changed, and nobody sees another's agenda. */
export function hidePrivate(): void {
  list.value = list.peek().filter((one) => one.public)
  if (conference.peek()) return
  chosen.value = null
  show(null, null)
}

/** Fetches the list of conferences and what changed of the chosen one; never rejects: `agendaState` tells. */
export async function refreshAgenda(): Promise<void> {
  const user = userId.peek()
  if (user === '') return
  if (refreshing && refreshing.user !== user) await refreshing.done // it asked for somebody else
  refreshing ??= { user, done: refreshed().finally(() => (refreshing = null)) }
  await refreshing.done
}

/** Refreshes even when one refresh is on its way: what just changed on the server may not be in its answer. */
export async function refreshAnew(): Promise<void> {
  await refreshing?.done
  await refreshAgenda()
}

/** Refreshes when a sync answer names another manifest than the one held: `{conference id: sha256}`. */
export async function refreshIfNewer(manifests: Readonly<Record<string, string>>): Promise<void> {
  const current = chosen.peek()
  const named = current === null ? undefined : manifests[current]
  if (named !== undefined && named !== held.peek()?.sha256) await refreshAgenda()
}

async function refreshed(): Promise<void> {
  busy.value = 'yes'
  busy.value = await refresh().then(
    () => 'no' as const,
    () => 'failed' as const,
  )
}

async function refresh(): Promise<void> {
  const user = userId.peek()
  if (kept(LEAVING)) return // the last user's session may still be alive; its conferences are not the guest's
  if (list.peek().length === 0) await openAgenda()
  const asked = call<{ conferences: ConferenceInfo[] }>('GET', '/api/conferences')
  const [answer, { update }] = await Promise.all([asked, import('./agenda_fetch')])
  if (!Array.isArray(answer.conferences)) throw portal(200)
  await keepConferences(user, answer.conferences)
  if (user !== userId.peek()) return
  list.value = answer.conferences
  await settleChoice()
  const wanted = conference.peek()
  if (!wanted?.manifest) return
  const sha256 = wanted.manifest
  await underLock('hallway-agenda', async () => await update(wanted.id, sha256))
  if (held.peek()?.sha256 !== sha256) await showHeld()
}

/** Keeps to the last choice while it is there, else takes the likeliest. */
async function settleChoice(): Promise<void> {
  const wanted = chosen.peek() ?? kept(CHOSEN)
  const found = list.peek().find((one) => one.id === wanted) ?? likeliest(list.peek(), new Date().toISOString().slice(0, 10))
  const id = found?.id ?? null
  if (id === chosen.peek() && held.peek()?.conference === id) return
  chosen.value = id
  await showHeld()
}

async function showHeld(): Promise<void> {
  const id = chosen.peek()
  const stored = id === null ? undefined : await heldManifest(id)
  if (!stored && id !== null && id === told.opening.peek()?.conference) return // what came with the page is shown until then
  const early = (items: ReadonlyMap<string, Item>) => {
    if (id === chosen.peek() && shownItems.peek().size === 0) shownItems.value = items
  }
  const read = stored ? await readHeld(stored.manifest, early) : null
  if (id === chosen.peek()) show(stored ?? null, read)
}

function show(stored: StoredManifest | null, read: AgendaRead | null): void {
  batch(() => {
    shownItems.value = read?.items ?? new Map()
    shownPeople.value = read?.people ?? new Map()
    held.value = stored
    told.opening.value = null
  })
}
