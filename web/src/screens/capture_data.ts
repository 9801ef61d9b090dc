/** From a code to a stored scan to a person: the scan is durable before anything is made of it. */
import { computed } from '@preact/signals'
import { now } from '../platform/clock'
import { payloadNotice, read, storable, type Reading } from '../scanner/payload'
import type { Hit } from '../scanner/scanner'
import { conference, items, people, type AgendaPerson } from '../store/agenda'
import { fresh } from '../store/ids'
import type { Contact, Kind, Row } from '../store/kinds'
import { keepStorage, live, open, save, saveTogether, type Draft } from '../store/records'
import { personOf } from '../views/merged'
import { namesakes, personCalled } from '../views/namesakes'
import { contactFrom, filling, knownContact } from '../views/people'
import { guessPlace } from '../views/places'
import { personTarget } from '../views/plan'
import { dayOf } from '../views/when'
import { myPlan, targets, zone } from './agenda_data'
import { lastOpened, lastRoom } from './last_place'

export const HALLWAY = 'the hallway'

/** A capture under way: what was scanned, whom it became, the note that is being written. */
export interface Captured {
  scan: string | null
  contact: string
  note: string
  /** The contact was there before. */
  known: boolean
  /** Nothing in the code names anyone. */
  nameless: boolean
  item: string | null
  at: Date
  /** The target that this meeting ticked. */
  ticked: string | null
}

/** The code was read, and it is no person; the message says what it is. */
export class NotAPerson extends Error {
  /** The scan that was kept all the same; null for what must not be kept. */
  constructor(
    words: string,
    readonly scan: string | null,
  ) {
    super(words)
  }
}

/** The phone could not keep the reading, or what it says; the message says why. */
export class NotStored extends Error {
  /** The scan, if at least that is safe. */
  constructor(
    fault: unknown,
    readonly scan: string | null,
  ) {
    super(fault instanceof Error ? fault.message : 'This phone refused to keep it')
  }
}

/** The agenda's people by name; folding all of them takes a moment, so the scanner asks for it when it opens. */
export const agendaNames = computed(() => namesakes(people.value))

type Entry = { draft: Draft<Kind>; values: object }
type Met = Pick<Captured, 'scan' | 'contact' | 'at'>

/** Stores what was read, then what it says; a null hit is a name to be typed. `stored`: a scan kept by an earlier try. */
export async function begin(hit: Hit | null, stored: string | null = null): Promise<Captured> {
  const at = new Date()
  const item = placeNow(at)
  const begun = { scan: null, contact: fresh(), note: fresh(), known: false, nameless: true, item, at, ticked: null }
  if (hit === null) return begun
  if (!storable(hit.raw)) throw new NotAPerson('This code is a secret or a payment, not a person. Nothing was kept.', null)
  const scan = stored ?? (await keepScan(hit, item, at))
  const reading = read(hit.raw)
  const idIn = (raw: string) => read(raw).id
  const owner = knownContact(reading, { contacts: live('contact').value, scans: live('scan').value, conference: conference.value?.id ?? null, idIn })
  const notice = payloadNotice(reading)
  if (notice && !owner) throw new NotAPerson(notice, scan)
  if (!reading.is_contact && !owner) return { ...begun, scan }
  const met = { scan, contact: owner?.id ?? begun.contact, at }
  const ticked = await keepContact(met, reading, owner)
  return { ...begun, ...met, known: owner !== null, nameless: !reading.name && !owner, ticked }
}

/** The item where one seems to be now. */
function placeNow(at: Date): string | null {
  const flagged = new Set(myPlan.value.map((one) => one.item.id))
  return guessPlace(items.value, { opened: lastOpened(), room: lastRoom(), flagged }, at)?.id ?? null
}

/** Where a meeting was that is linked to no item: during the conference, the hallway. */
export function placeBeside(item: string | null, at: Date): string | null {
  const { first_day: first, last_day: last } = conference.value ?? {}
  const day = dayOf(at, zone.value)
  return !item && first && last && first <= day && day <= last ? HALLWAY : null
}

/** Goes on with a scan that was stored without a name. */
export function resume(scan: Row<'scan'>): Captured {
  const at = new Date(scan.captured_at ?? now.value)
  const empty = { known: false, nameless: true, ticked: null }
  return { scan: scan.id, contact: scan.contact ?? fresh(), note: fresh(), item: scan.item, at, ...empty }
}

async function keepScan(hit: Hit, item: string | null, at: Date): Promise<string> {
  const scan = fresh()
  const values = {
    captured_at: at.toISOString(),
    symbology: hit.symbology,
    raw: hit.raw,
    raw_b64: hit.raw_b64,
    conference: conference.value?.id ?? null,
    item,
  }
  try {
    await save(open('scan', scan), values)
  } catch (fault) {
    throw new NotStored(fault, null)
  }
  keepStorage()
  return scan
}

async function keepContact(met: Met, reading: Reading, owner: Row<'contact'> | null): Promise<string | null> {
  const found = contactFrom(reading)
  const person = personCalled(found, agendaNames.value, owner?.apart)?.id ?? null
  const values = owner ? filling(owner, { ...found, person }) : { ...found, ...metNow(met.at), how_found: 'Badge', person }
  try {
    return await keepMeeting(met, values, owner?.person ?? person)
  } catch (fault) {
    throw new NotStored(fault, met.scan)
  }
}

/** Contact, scan and the flagged target's tick, all in one transaction; returns the target that was ticked. */
async function keepMeeting({ scan, contact, at }: Met, values: Partial<Contact>, person: string | null): Promise<string | null> {
  const target = person ? targets.value.get(personTarget(personOf(people.value, person))) : undefined
  const ticked = target && target.met_at === null ? target.id : null
  const entries: Entry[] = [{ draft: open('contact', contact), values }]
  if (scan) entries.push({ draft: open('scan', scan), values: { contact } })
  if (ticked) entries.push({ draft: open('target', ticked), values: { met_at: at.toISOString() } })
  await saveTogether(entries)
  return ticked
}

function metNow(at: Date): Partial<Contact> {
  return { met_on: dayOf(at, zone.value), conference: conference.value?.id ?? null }
}

/** Gives a nameless capture its person, by a typed name or by someone of the agenda. */
export async function nameIt(captured: Captured, named: { name: string; person?: AgendaPerson | null }): Promise<Captured> {
  const person = named.person ?? personCalled({ name: named.name }, agendaNames.value)
  const found = { name: named.name, degrees: person?.degrees ?? [], institution: person?.affiliation ?? null, person: person?.id ?? null }
  const before = live('contact').value.get(captured.contact) // an address or a profile that the code held
  const how = { ...metNow(captured.at), how_found: captured.scan ? 'Badge' : 'Typed' }
  const values = before ? filling(before, found) : { ...found, ...how }
  const ticked = await keepMeeting(captured, values, found.person)
  return { ...captured, nameless: false, ticked }
}

/** The capture belongs to somebody met before: what its code holds is added, nothing of them is overwritten. Whom the code
 * made without a name stands for nobody any more. */
export async function giveTo(captured: Captured, contact: Row<'contact'>): Promise<Captured> {
  const met = { ...captured, contact: contact.id, known: true, nameless: false }
  const held = captured.contact === contact.id ? undefined : live('contact').value.get(captured.contact)
  const ticked = await keepMeeting(met, {}, contact.person)
  if (held) await (await import('./person_data')).turnsOut(held, contact.id)
  return { ...met, ticked }
}
