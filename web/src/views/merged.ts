/** Flags and contacts of people whom a hand made one: what hangs on one id is found under the person's. Pure. */
import type { Row } from '../store/kinds'
import type { People } from './agenda'
import { personTarget, TIERS, type Targets } from './plan'

type Contacts = ReadonlyMap<string, Row<'contact'>>

/** The person whom an id leads to now. */
export const personOf = (people: People, id: string): string => people.get(id)?.id ?? id

/** The targets with merged people led to who they are, under that person's target; of two flags the higher one counts. */
export function ledTargets(targets: Targets, people: People): Targets {
  const moved = [...targets].filter(([, { person }]) => person !== null && personOf(people, person) !== person)
  if (moved.length === 0) return targets
  const led = new Map(targets)
  for (const [id, target] of moved) {
    led.delete(id)
    const person = personOf(people, target.person ?? '')
    const key = personTarget(person)
    const known = led.get(key)
    if (!known || rank(target) < rank(known)) led.set(key, { ...target, person })
  }
  return led
}

/** The contacts with merged people led to who they are. */
export function ledContacts(contacts: Contacts, people: People): Contacts {
  const moved = [...contacts].filter(([, { person }]) => person !== null && personOf(people, person) !== person)
  if (moved.length === 0) return contacts
  const led = new Map(contacts)
  for (const [id, contact] of moved) led.set(id, { ...contact, person: personOf(people, contact.person ?? '') })
  return led
}

function rank({ tier }: Row<'target'>): number {
  return tier === null ? TIERS.length : TIERS.indexOf(tier)
}
