/** Who may be the same person, which badges lack a name, and who may be on the programme. */
import { computed } from '@preact/signals'
import { read } from '../scanner/payload'
import { conference, conferences } from '../store/agenda'
import type { AgendaPerson } from '../store/agenda'
import type { Contact, Kind, Row } from '../store/kinds'
import { live, open, remove, restore, save, saveTogether, type Draft } from '../store/records'
import { say } from '../parts/Toast'
import { personCalled } from '../views/namesakes'
import { alike, type Whole } from '../views/same'
import { codesOf, type Code } from '../views/unnamed'
import { dayOf } from '../views/when'
import { agendaNames, nameIt, resume } from './capture_data'
import { mergedInto, persons, standsFor } from './persons_data'

const known = new Map<string, string | null>()

/** The id in a code; a code says the same every time, and there are thousands. */
function idIn(raw: string): string | null {
  const found = known.get(raw)
  if (found !== undefined) return found
  const { id } = read(raw)
  known.set(raw, id)
  return id
}

const wholes = computed<Whole[]>(() => {
  const scans = new Map<string, Row<'scan'>[]>()
  for (const scan of live('scan').value.values()) {
    const owner = scan.contact && standsFor(scan.contact)
    if (owner && !scans.get(owner)?.push(scan)) scans.set(owner, [scan])
  }
  return [...persons.value.values()].map((contact) => {
    const ids = [contact.id, ...mergedInto(contact.id)]
    return { contact, ids, scans: scans.get(contact.id) ?? [], apart: new Set(apartFrom(ids)) }
  })
})

/** Whom the student said that none of these contacts is. */
const apartFrom = (ids: readonly string[]): string[] => ids.flatMap((id) => live('contact').value.get(id)?.apart ?? [])

export const pairs = computed(() => alike(wholes.value, idIn))
export const codes = computed(() => codesOf([...live('scan').value.values()], idIn))

/** Someone of the programme who has the contact's name, where it can be only one; nobody who was said to be somebody else. */
export function onProgramme(contact: Row<'contact'>): AgendaPerson | null {
  return contact.person === null && contact.name ? personCalled(contact, agendaNames.value, apartFrom([contact.id, ...mergedInto(contact.id)])) : null
}

export const matches = computed(() => [...persons.value.values()].flatMap((contact) => {
  const person = onProgramme(contact)
  return person ? [{ contact, person }] : []
}))

/** Gives a code its person: a new one by name, or of the agenda; every reading of that badge goes with it. */
export async function nameCode({ scans: [first, ...more] }: Code, named: { name: string; person?: AgendaPerson | null }): Promise<void> {
  const { contact, ticked } = await nameIt(resume(first), named)
  if (first.conference !== (conference.peek()?.id ?? null)) await save(open('contact', contact), metAt(first))
  await hang(more, contact)
  say(`${named.name} is under People`, async () => {
    await hang([first, ...more], null)
    await remove('contact', contact)
    if (ticked) await save(open('target', ticked), { met_at: null })
  })
}

/** Where and on which day there the badge was read, which may be another conference than the one on the screen. */
function metAt({ conference: where, captured_at: at }: Row<'scan'>): Partial<Contact> {
  const zone = conferences.peek().find((one) => one.id === where)?.zone
  return { conference: where, met_on: at && dayOf(at, zone) }
}

/** The badge is that of somebody who is here already. */
export async function giveCode({ scans }: Code, contact: Row<'contact'>): Promise<void> {
  await hang(scans, contact.id)
  say(`Kept with ${contact.name ?? 'them'}`, () => hang(scans, null))
}

/** The code is no person's: its readings go to the bin. */
export async function noPerson({ scans }: Code): Promise<void> {
  for (const { id } of scans) await remove('scan', id)
  say('Set aside', () => bringBack(scans))
}

export async function bringBack(scans: readonly Row<'scan'>[]): Promise<void> {
  for (const { id } of scans) await restore('scan', id)
}

async function hang(scans: readonly Row<'scan'>[], contact: string | null): Promise<void> {
  if (scans.length > 0) await saveTogether(scans.map(({ id }) => ({ draft: open('scan', id) as Draft<Kind>, values: { contact } })))
}
