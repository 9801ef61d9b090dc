/** What the agenda's screens follow: computed once, shared by all of them. */
import { computed } from '@preact/signals'
import { now } from '../platform/clock'
import type { Item } from '../store/agenda'
import { conference, items, openingDays, people } from '../store/agenda_shown'
import { live } from '../store/live'
import { byTime, parted } from '../views/agenda'
import { overlapsOf } from '../views/overlaps'
import { ledContacts, ledTargets } from '../views/merged'
import { personTarget, plan, type Planned } from '../views/plan'
import { conferenceDay } from '../views/when'

export const zone = computed(() => conference.value?.zone ?? null)
/** The device's own zone; it changes while one travels. */
export const device = computed(() => now.value && Intl.DateTimeFormat().resolvedOptions().timeZone)
export const today = computed(() => conferenceDay(now.value, zone.value))
/** The flags and the contacts; those of merged people are led to who they are. */
export const targets = computed(() => ledTargets(live('target').value, people.value))
export const contacts = computed(() => ledContacts(live('contact').value, people.value))
/** The target of a person: the one that is flagged, which may be of somebody merged with them. */
export const targetOf = (person: string): string => targets.value.get(personTarget(person))?.id ?? personTarget(person)
export const myPlan = computed(() => plan(items.value, targets.value))

const parts = computed(() => parted(items.value))
const sorted = new WeakSet<Item[]>()

export const days = computed(() => openingDays.value ?? [...parts.value.days.keys()].sort())
export const posters = computed(() => parts.value.posters)
export const undated = computed(() => inOrder(parts.value.undated))

/** A day's sessions and talks by time, put in order when the day is first opened. */
export const dayItems = (day: string): Item[] => inOrder(parts.value.days.get(day) ?? [])

function inOrder(list: Item[]): Item[] {
  if (!sorted.has(list)) sorted.add(list.sort(byTime))
  return list
}

const plannedById = computed(() => new Map(myPlan.value.map((one) => [one.item.id, one])))
const overlaps = computed(() => overlapsOf(myPlan.value.map((one) => one.item)))

/** Why an item is in the plan, null when it is not. */
export function plannedItem(id: string): Planned | null {
  return plannedById.value.get(id) ?? null
}

/** The other items in the plan that a planned one overlaps. */
export function overlapping(id: string): readonly Item[] {
  return overlaps.value.get(id) ?? []
}

const children = computed(() => {
  const found = new Map<string, Item[]>()
  for (const item of items.value.values()) {
    if (item.parent && !found.get(item.parent)?.push(item)) found.set(item.parent, [item])
  }
  return found
})

/** The talks or posters of a session, by time. */
export const childrenOf = (id: string): Item[] => inOrder(children.value.get(id) ?? [])

/** A name with its degrees, "" for someone who is not in the agenda on this phone. */
export function nameOf(person: string): string {
  const found = people.value.get(person)
  return found ? [found.name, ...found.degrees].join(', ') : ''
}
