/** What is done to people as a whole: made one and two again, kept apart, found on the programme, deleted and brought back. */
import { people, type AgendaPerson } from '../store/agenda'
import { HANGING } from '../store/forgetting'
import type { Contact, Kind, Row } from '../store/kinds'
import { bin, live, open, remove, restore, saveTogether, type Draft } from '../store/records'
import { together } from '../store/merging'
import { say } from '../parts/Toast'
import { joining, parting } from '../views/one_person'
import { personOf } from '../views/merged'
import { filling } from '../views/people'
import { personTarget } from '../views/plan'
import { targets } from './agenda_data'
import { mergedInto, recordsOf, standsFor } from './persons_data'

type Entry = { draft: Draft<Kind>; values: object }

const entriesOf = (changes: ReadonlyMap<string, Partial<Contact>>): Entry[] =>
  [...changes].filter(([, values]) => Object.keys(values).length > 0).map(([id, values]) => ({ draft: open('contact', id), values }))

/** Makes two people one: the first stands for both. One transaction; nothing that hangs on the second is rewritten.
 *
 * A second that is one with somebody in the bin stands for both instead: its tie counts again when that one comes back.
 */
export async function makeOne(first: string, second: string): Promise<void> {
  const all = live('contact').peek()
  const both = [all.get(standsFor(first)), all.get(standsFor(second))]
  const [tied, secondTied] = both.map((one) => !!one?.merged_into && !all.has(one.merged_into))
  const [survivor, other] = secondTied && !tied ? both.toReversed() : both
  if (!survivor || !other || survivor === other) return
  await saveTogether(entriesOf(joining(survivor, other)))
  say('Now one person', () => part(other.id))
}

/** Someone without a name turns out to be somebody met before: alone in the bin, with records of their own made one with them. */
export async function turnsOut(nameless: Row<'contact'>, known: string): Promise<void> {
  const survivor = live('contact').peek().get(standsFor(known))
  if (!survivor || HANGING.some((kind) => recordsOf(kind, nameless.id).length > 0)) return await makeOne(known, nameless.id)
  const { emails, phones, urls, role, institution } = nameless
  await saveTogether(entriesOf(new Map([[survivor.id, filling(survivor, { emails, phones, urls, role, institution })]])))
  await remove('contact', nameless.id)
}

/** A merged contact stands for itself again, and what it gave is taken back. */
export async function part(id: string): Promise<void> {
  const survivor = standsFor(id)
  await partOne(id)
  // two phones that merged in opposite directions made a circle: the survivor, now into somebody, is to be freed as well
  if (standsFor(survivor) !== survivor) await partOne(survivor)
}

const partOne = (id: string): Promise<void> => saveTogether(entriesOf(parting(live('contact').peek(), id)))

/** Parts the two for good: nobody asks again whether they are one. Says so with a way back. */
export async function makeTwo(id: string): Promise<void> {
  const survivor = standsFor(id)
  await part(id)
  await setApart(survivor, id, true)
  say('Two people again', async () => {
    await setApart(survivor, id, false)
    await makeOne(survivor, id)
  })
}

/** Remembers, on all devices, that a contact is not another contact or not that person of the agenda. */
export async function keepApart(id: string, other: string): Promise<void> {
  await setApart(id, other, true)
  say('Kept apart', () => setApart(id, other, false))
}

async function setApart(id: string, other: string, apart: boolean): Promise<void> {
  const { draft, rest } = without(id, other)
  await saveTogether([{ draft, values: { apart: apart ? [...rest, other] : rest } }])
}

function without(id: string, other: string) {
  const draft = open('contact', id)
  return { draft, rest: (draft.before?.apart ?? []).filter((one) => one !== other) }
}

/** The contact is this person of the agenda; a flag on them is ticked as met. */
export async function isOnProgramme(contact: Row<'contact'>, { id }: AgendaPerson): Promise<void> {
  const target = targets.peek().get(personTarget(personOf(people.peek(), id)))
  const ticked = target && target.met_at === null && contact.met_on !== null ? target : null
  const { draft, rest } = without(contact.id, id)
  const entries: Entry[] = [{ draft, values: { person: id, apart: rest } }]
  if (ticked) entries.push({ draft: open('target', ticked.id), values: { met_at: `${contact.met_on}T12:00:00Z` } })
  await saveTogether(entries)
  say(ticked ? 'Linked, and ticked as met' : 'Linked to the programme', async () => {
    const back: Entry[] = [{ draft: open('contact', contact.id), values: { person: contact.person } }]
    if (ticked) back.push({ draft: open('target', ticked.id), values: { met_at: null } })
    await saveTogether(back)
  })
}

/** The contact is not this person of the agenda, and is not asked about again. */
export async function isNotOnProgramme(contact: Row<'contact'>, person: string): Promise<void> {
  const { draft, rest } = without(contact.id, person)
  await saveTogether([{ draft, values: { person: contact.person === person ? null : contact.person, apart: [...rest, person] } }])
  say('Not linked', () => saveTogether([{ draft: open('contact', contact.id), values: { person: contact.person, apart: rest } }]))
}

/** Deletes a person with the contacts that were made one with them; what hangs on them stays and comes back with them. */
export async function removePerson(id: string): Promise<void> {
  for (const one of [...mergedInto(id), id]) await remove('contact', one)
}

/** Brings a deleted person back, with the contacts that were made one with them. */
export async function restorePerson(id: string): Promise<void> {
  for (const one of together(bin('contact').peek(), id)) await restore('contact', one)
}
