/** A file of contacts (.vcf): its cards, what each says, and whom one has already. Bounds: docs/badges.md, section 3. Pure. */
import { decoded } from '../scanner/encoding'
import { read } from '../scanner/payload'
import type { Contact, Row } from '../store/kinds'
import { survivorOf, survivorsOf } from '../store/merging'
import { contactFrom, filling } from './people'
import { fold } from './search'

export const MOST_BYTES = 20_000_000
export const MOST_LINE = 100_000 // characters
export const MOST_CARDS = 50_000

/** One person of the file that can be taken. */
export interface Found {
  id: string
  name: string
  detail: string
  values: Partial<Contact>
  /** The contact that is here already, of whom only what is empty is filled. */
  known: string | null
}

export interface Preview {
  found: Found[]
  /** Cards that name and reach nobody. */
  bare: number
  /** Cards that say nothing new: of people who are here, or the same card once more. */
  here: number
}

/** The file cannot be read; the message says why, and where. */
export class NoContactFile extends Error {}

/** The bytes as text: UTF-8, UTF-16 where it says so, else Windows-1252. */
export function textOf(bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) throw new NoContactFile('This file is larger than 20 MB. Export fewer people at a time.')
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return decoded(bytes)
}

/** Each card of the text, without pictures, sounds and keys, which would crowd out what follows them. */
export function cardsOf(text: string): string[] {
  const cards: string[] = []
  let [open, dropping]: [string[] | null, boolean] = [null, false]
  for (const [at, line] of text.replace(/\r\n?/g, '\n').split('\n').entries()) {
    dropping = dropping ? isMore(line) : DROPPED.test(line)
    if (dropping) continue
    if (line.length > MOST_LINE) throw new NoContactFile(`Line ${at + 1} is longer than 100,000 characters, so this file cannot be read.`)
    if (BEGINS.test(line)) {
      if (open) cards.push(open.join('\n'))
      if (cards.length >= MOST_CARDS) throw new NoContactFile('This file holds more than 50,000 people. Export fewer at a time.')
      open = []
    }
    open?.push(line)
    if (open && ENDS.test(line)) {
      cards.push(open.join('\n'))
      open = null
    }
  }
  if (open) cards.push(open.join('\n'))
  if (cards.length === 0) throw new NoContactFile('There is no contact card in this file. Choose one that ends in .vcf.')
  return cards
}

const BEGINS = /^\s*BEGIN:VCARD\s*$/i
const ENDS = /^\s*END:VCARD\s*$/i
const DROPPED = /^(?:[A-Za-z0-9-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]/i

/** The rest of a folded value; base64 of vCard 2.1 ends at an empty line and is not always folded. */
const isMore = (line: string): boolean => /^[ \t]/.test(line) || /^[A-Za-z0-9+/=]{20,}$/.test(line)

/** Reads cards one after the other; a caller may stop for breath between any two. */
export class Reader {
  readonly preview: Preview = { found: [], bare: 0, here: 0 }
  private readonly owners = new Map<string, Row<'contact'>>()
  private readonly seen = new Set<string>() // what a card says, as JSON

  constructor(
    private readonly source: string,
    contacts: ReadonlyMap<string, Row<'contact'>>,
  ) {
    const survivors = survivorsOf(contacts)
    for (const contact of contacts.values()) {
      const owner = contacts.get(survivorOf(survivors, contact.id)) ?? contact
      for (const key of keysOf(contact)) this.owners.set(key, owner)
    }
  }

  take(card: string): void {
    const reading = read(card)
    if (!reading.is_contact) {
      this.preview.bare += 1
      return
    }
    const values = contactFrom(reading)
    const keys = keysOf(values)
    const owner = keys.map((key) => this.owners.get(key)).find((one) => one !== undefined)
    const isTwice = this.seen.has(JSON.stringify(values))
    this.seen.add(JSON.stringify(values))
    const fresh = owner ? filling(owner, values) : { ...values, how_found: `Contact file ${this.source}`.slice(0, 200) }
    if (isTwice || Object.keys(fresh).length === 0) {
      this.preview.here += 1
      return
    }
    const name = values.name ?? values.emails?.[0] ?? values.phones?.[0] ?? values.urls?.[0] ?? ''
    const detail = [values.role, values.institution].filter(Boolean).join(', ') || (values.emails?.[0] ?? values.phones?.[0] ?? '')
    this.preview.found.push({ id: String(this.preview.found.length), name, detail, values: fresh, known: owner?.id ?? null })
  }
}

/** By what two cards are the same person: an e-mail, or name and institution together. */
function keysOf({ name, institution, emails = [] }: Partial<Contact>): string[] {
  const called = name ? [`called:${fold(`${name}|${institution ?? ''}`)}`] : []
  return [...emails.map((email) => `email:${email.toLowerCase()}`), ...called]
}
