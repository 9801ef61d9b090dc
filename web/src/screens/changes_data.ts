/** What changed in the agenda, as its screens share it; it follows the agenda that this phone shows. */
import { computed, effect } from '@preact/signals'
import { changes, followChanges, hideChanges, keepSeen, seen } from '../store/changes'
import { conference, shownVersion } from '../store/agenda'
import { part } from '../store/memory'
import { userId } from '../store/who'
import { byItem, changedFlagged, type FlagOf } from '../views/changes'
import { itemTarget, personTarget } from '../views/plan'
import { plannedItem, zone } from './agenda_data'

export const isKnown = computed(() => changes.value !== null)
export const counted = computed(() => ({ more: changes.value?.more ?? 0, since: changes.value?.since ?? 0 }))
/** Everything that is known here, the newest first. */
export const every = computed(() => changes.value?.changes ?? [])
/** By publication and item. */
export const listed = computed(() => byItem(every.value, zone.value))
/** Those of what is flagged now. */
export const listedFlagged = computed(() => listed.value.filter((one) => plannedItem(one.item) !== null))
/** When the programme last changed; null where nothing is known. */
export const lastChange = computed(() => every.value[0]?.at ?? null)

/** Since when a target is flagged. Made offline, it is older than the server knows; an edit makes `at` younger. */
function flaggedSince(id: string): string | null {
  const row = part('target').rows.value.get(id)
  const first = part('target').entries.value.find((entry) => entry.row === id)
  const known = [row?.created_at, row?.at, row ? null : first?.at].filter((at) => typeof at === 'string')
  return known.sort()[0] ?? null
}

const flagOf: FlagOf = (item) => {
  const planned = plannedItem(item)
  if (!planned) return null
  const since = flaggedSince(planned.person ? personTarget(planned.person) : itemTarget(item))
  return { person: planned.person !== null, since }
}

/** What the card shows: changes of flagged items that this user has not seen on this phone. */
export const unseen = computed(() => changedFlagged(every.value, seen.value, flagOf, zone.value))

/** Marks everything as seen; returns how to take that back. */
export async function gotIt(): Promise<() => Promise<void>> {
  const before = seen.peek()
  await keepSeen(changes.peek()?.version ?? before)
  return () => keepSeen(before)
}

effect(() => {
  const [user, id] = [userId.value, conference.value?.id]
  if (shownVersion.value !== null && id !== undefined && user !== '') void followChanges(user, id)
  else hideChanges()
})
