/** The agenda that is shown, as the screens follow it; `agenda.ts` brings it. Alone in a file: the first screen needs no more. */
import { batch, computed, signal, type ReadonlySignal } from '@preact/signals'
import type { StoredManifest } from './agenda_database'
import { addItems, addPeople, likeliest, settled, transposed, type PeopleRead } from './agenda_rows'
import type { AgendaPerson, ConferenceInfo, Item, Shard } from './agenda_shapes'

export type { AgendaPerson, ConferenceInfo, Item, ItemDetails } from './agenda_shapes'

export type AgendaState = 'empty' | 'loading' | 'ready' | 'offline'

/** What the server puts into the page of a first visit: enough to draw the first screen (server/pwa/opening.py). */
export interface Opening {
  format: number
  conferences: ConferenceInfo[]
  /** Days that have sessions, of the conference that `list` is of. */
  days: string[]
  /** The next items of today, else the first of the first day, in the form of a `list` shard. */
  list: Shard
  /** Who is named there. */
  people: Shard
}

/** For `agenda.ts` to set; screens read what stands below. */
export const told = {
  list: signal<ConferenceInfo[]>([]),
  chosen: signal<string | null>(null),
  items: signal<ReadonlyMap<string, Item>>(new Map()),
  people: signal<ReadonlyMap<string, AgendaPerson>>(new Map()),
  held: signal<StoredManifest | null>(null),
  busy: signal<'no' | 'yes' | 'failed'>('no'),
  /** The conference of which only the opening is shown, and its days. */
  opening: signal<{ conference: string; days: string[] } | null>(null),
}

/** The conferences this user may see: public ones and one's own. */
export const conferences: ReadonlySignal<ConferenceInfo[]> = told.list
export const conference: ReadonlySignal<ConferenceInfo | null> = computed(
  () => told.list.value.find((one) => one.id === told.chosen.value) ?? null,
)
/** Of the chosen conference; a person's merged ids lead to the one person. */
export const items: ReadonlySignal<ReadonlyMap<string, Item>> = told.items
export const people: ReadonlySignal<ReadonlyMap<string, AgendaPerson>> = told.people
/** The name of the version shown; null where none is. */
export const shownVersion: ReadonlySignal<string | null> = computed(() => told.held.value?.sha256 ?? null)
/** The days of the conference while only its opening is here; then the items say it. */
export const openingDays: ReadonlySignal<string[] | null> = computed(() => told.opening.value?.days ?? null)
/** `offline`: nothing is here yet and it could not be fetched. What is here is `ready`, however old. */
export const agendaState: ReadonlySignal<AgendaState> = computed(() => {
  if (told.held.value) return 'ready'
  if (told.busy.value === 'yes') return 'loading'
  return told.busy.value === 'failed' ? 'offline' : 'empty'
})

/** Shows what came with the page; it is kept nowhere, and the whole agenda takes its place. */
export function showOpening({ conferences: list, days, list: shard, people: named }: Opening): void {
  const found = likeliest(list, new Date().toISOString().slice(0, 10))
  if (!found) return
  const items = new Map<string, Item>()
  const read: PeopleRead = { people: new Map(), merged: new Map() }
  addItems(items, transposed(shard))
  addPeople(read, transposed(named))
  batch(() => {
    told.list.value = list
    told.chosen.value = found.id
    told.items.value = items
    told.people.value = settled(read)
    told.opening.value = { conference: found.id, days }
    told.busy.value = 'yes'
  })
}
