/** Contacts as the people they are: those that were found to be one stand as one, with all that hangs on any of them. */
import { computed } from '@preact/signals'
import type { Kinds, Row } from '../store/kinds'
import { live } from '../store/live'
import { survivorOf, survivorsOf } from '../store/merging'

export const survivors = computed(() => survivorsOf(live('contact').value))

/** Everyone once, by the id of the contact that stands for them. */
export const persons = computed<ReadonlyMap<string, Row<'contact'>>>(() => {
  const all = live('contact').value
  if (survivors.value.size === 0) return all
  return new Map([...all].filter(([id]) => !survivors.value.has(id)))
})

const merged = computed(() => {
  const found = new Map<string, string[]>()
  for (const [id, survivor] of survivors.value) found.set(survivor, [...(found.get(survivor) ?? []), id])
  return found
})

/** The contact that stands for this one: itself, unless it was merged. */
export const standsFor = (id: string): string => survivorOf(survivors.value, id)

/** The contacts that a person stands for, without their own. */
export const mergedInto = (id: string): readonly string[] => merged.value.get(id) ?? []

type Hanging = { [K in keyof Kinds]: Kinds[K] extends { contact: string | null } ? K : never }[keyof Kinds]

/** The records of the kind that hang on any contact of the person. */
export function recordsOf<K extends Hanging>(kind: K, id: string): Row<K>[] {
  const ids = new Set<string | null>([id, ...mergedInto(id)])
  return [...live(kind).value.values()].filter((row) => ids.has(row.contact))
}

/** Deleted contacts, each person once: one that was made one with another in the bin comes back with that one. */
export function deletedPersons(deleted: ReadonlyMap<string, Row<'contact'>>): Row<'contact'>[] {
  const merged = survivorsOf(deleted)
  return [...deleted.values()].filter(({ id }) => !merged.has(id))
}
