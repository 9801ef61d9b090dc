/** Contacts as lists show them, and how a reading becomes a contact. Pure. */
import type { Contact, Row } from '../store/kinds'
import { survivorOf, survivorsOf } from '../store/merging'
import type { Reading } from '../scanner/reading'
import { fold, wordsOf } from './search'

/** Contacts that hold every word of the query, last met on top. */
export function contactsBy(contacts: readonly Row<'contact'>[], query: string): Row<'contact'>[] {
  const words = wordsOf(query)
  const found = contacts.filter((contact) => {
    const text = fold([contact.name, contact.role, contact.institution, ...contact.tags, ...contact.emails].join(' '))
    return words.every((word) => text.includes(word))
  })
  return found.sort((a, b) => (b.met_on ?? '').localeCompare(a.met_on ?? '') || (a.name ?? '').localeCompare(b.name ?? ''))
}

/** Codes that were read and belong to nobody yet, newest first. */
export function unnamed(scans: ReadonlyMap<string, Row<'scan'>>): Row<'scan'>[] {
  const bare = [...scans.values()].filter((scan) => scan.contact === null && scan.raw !== null)
  return bare.sort((a, b) => (b.captured_at ?? '').localeCompare(a.captured_at ?? ''))
}

/** What a reading says about a person, as fields of a contact; only what it holds. */
export function contactFrom(reading: Reading): Partial<Contact> {
  const fields: Partial<Contact> = {
    name: reading.name,
    given_name: reading.given_name,
    family_name: reading.family_name,
    degrees: reading.degrees,
    role: reading.title,
    institution: reading.organization,
    emails: reading.emails,
    phones: reading.phones,
    urls: reading.urls,
  }
  const filled = Object.entries(fields).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value !== null))
  return Object.fromEntries(filled) as Partial<Contact>
}

/** Whom one knows by now, and where the new badge was read. */
export interface Known {
  contacts: ReadonlyMap<string, Row<'contact'>>
  scans: ReadonlyMap<string, Row<'scan'>>
  /** Of the new reading; an id means something within its own meeting only. */
  conference: string | null
  /** The id in a code that was read before. */
  idIn: (raw: string) => string | null
}

/** The contact that a new reading belongs to (badges.md 4): the same code, the same id at the same conference, the same
 * e-mail, or the same name and institution. */
export function knownContact(reading: Reading, known: Known): Row<'contact'> | null {
  const owner = ownerOf(reading, known)
  return owner && (known.contacts.get(survivorOf(survivorsOf(known.contacts), owner.id)) ?? owner)
}

function ownerOf(reading: Reading, { contacts, scans, conference, idIn }: Known): Row<'contact'> | null {
  const named = [...scans.values()].flatMap((scan) => {
    const owner = scan.contact ? contacts.get(scan.contact) : undefined
    return owner ? [{ scan, owner }] : []
  })
  const same = named.find(({ scan }) => scan.raw === reading.raw)
  if (same) return same.owner
  if (reading.id !== null && conference !== null) {
    const here = named.find(({ scan }) => scan.conference === conference && scan.raw !== null && idIn(scan.raw) === reading.id)
    if (here) return here.owner
  }
  const emails = new Set(reading.emails.map((email) => email.toLowerCase()))
  const called = reading.name && reading.organization ? fold(`${reading.name}|${reading.organization}`) : null
  for (const contact of contacts.values()) {
    if (contact.emails.some((email) => emails.has(email.toLowerCase()))) return contact
    if (called && fold(`${contact.name ?? ''}|${contact.institution ?? ''}`) === called) return contact
  }
  return null
}

/** The fields of a reading that fill what is still empty: nothing a person wrote is overwritten. */
export function filling(contact: Contact, found: Partial<Contact>): Partial<Contact> {
  const entries = Object.entries(found).flatMap(([key, value]) => {
    const own = contact[key as keyof Contact]
    if (Array.isArray(value) && Array.isArray(own)) {
      const more = value.filter((one) => !own.includes(one))
      return more.length > 0 ? [[key, [...own, ...more]]] : []
    }
    return own === null ? [[key, value]] : []
  })
  return Object.fromEntries(entries) as Partial<Contact>
}
