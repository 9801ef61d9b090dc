/** The text of one's own code: a vCard 3.0, or a MECARD where that saves a size; twin of server/badges/card.py. Pure. */
import { PARTICLES } from './names'
import { clean, squeeze } from './reading'

/** What a person lets the code say. Absent is null or []. */
export interface CardFields {
  name: string
  degrees: string[]
  organization: string | null
  title: string | null
  emails: string[]
  phones: string[]
  urls: string[]
  address: string | null
  note: string | null
}

/** What to leave out first of a card that is too large; `text` when only shorter words are left. */
export type Drop = 'note' | 'address' | 'title' | 'phone' | 'link' | 'text'

/** `auto` takes the smaller of the first two; `link` is the address of one's page with the card behind `#`. */
export type Form = 'auto' | 'vcard' | 'mecard' | 'link'

export interface Card {
  text: string
  /** Of UTF-8. */
  bytes: number
  form: Exclude<Form, 'auto'>
  /** Null for a card that may be shown. */
  drop: Drop | null
}

/** Version 8 at level M: readable at 32 cm with a camera of 1280 pixels. */
export const GOAL_BYTES = 152
/** Version 13 at level M: the largest code that is shown. */
export const CAP_BYTES = 331
const SIZES = [84, 122, GOAL_BYTES, 213, CAP_BYTES] // versions 5, 7, 8, 10 and 13 at level M

/** The card as text, its size, and what to drop when it is above the cap. Without a `link` that form is `auto`. */
export function cardOf(fields: CardFields, form: Form = 'auto', link: string | null = null): Card {
  const chosen = form === 'link' && link !== null ? linked(link, fields) : chosenOf(fields, form)
  return { ...chosen, drop: chosen.bytes > CAP_BYTES ? dropOf(fields) : null }
}

function chosenOf(fields: CardFields, form: Form): Omit<Card, 'drop'> {
  const [card, mecard] = [measured('vcard', vcardText(fields)), measured('mecard', mecardText(fields))]
  if (form === 'vcard' || form === 'mecard') return form === 'vcard' ? card : mecard
  return card.bytes > GOAL_BYTES && sizeOf(mecard.bytes) < sizeOf(card.bytes) ? mecard : card
}

/** What stands behind `#` never reaches a server, so this form carries the card where there is no network. */
function linked(link: string, fields: CardFields): Omit<Card, 'drop'> {
  return measured('link', `${link}#${encodeURIComponent(mecardText(fields).slice('MECARD:'.length, -1))}`)
}

/** Family name and given names: as written before and behind a comma, else the last word and its particles. */
export function nameParts(name: string): [family: string, given: string] {
  const [before = '', ...rest] = name.split(',').map(squeeze)
  const behind = rest.filter(Boolean).join(' ')
  if (behind) return [before, behind]
  const words = squeeze(before).split(' ')
  let first = words.length - 1
  while (first > 1 && PARTICLES.has((words[first - 1] ?? '').toLowerCase())) first -= 1
  return [words.slice(first).join(' '), words.slice(0, first).join(' ')]
}

/** The name in speaking order, also where it was written family name first. */
export function spokenName(name: string): string {
  const [family, given] = nameParts(name)
  return name.includes(',') ? squeeze(`${given} ${family}`) : squeeze(name)
}

/** RFC 2426; lines end with CRLF, empty parts at the end of N are left out. */
function vcardText(fields: CardFields): string {
  const [family, given] = nameParts(fields.name).map((part) => escaped(part, ',;'))
  const degrees = fields.degrees.map((degree) => escaped(degree, ',;')).join(',')
  const said = reached(fields).map(([key, text]) => `${key}:${key === 'ADR' ? ';;' : ''}${escaped(text, ',;')}`)
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:${family};${given}${degrees && `;;;${degrees}`}`,
    `FN:${escaped(spokenName(fields.name), ',;')}`,
    ...said,
    'END:VCARD',
  ].join('\r\n')
}

/** Every field ends with `;`. A `:` needs no escape, since the key ends at the first one; a `,` only in lists. */
function mecardText(fields: CardFields): string {
  const [family = '', given = ''] = nameParts(fields.name).map((part) => escaped(part, ',;'))
  const name = given ? `${family},${given}` : family
  const said = reached(fields).map(([key, text]) => `${key}:${escaped(text, key === 'ADR' ? ',;' : ';')}`)
  return `MECARD:${[`N:${name}`, ...said].join(';')};;`
}

/** All but the name, in the order of both forms; both call the fields the same. */
function reached({ organization, title, emails, phones, urls, address, note }: CardFields): [key: string, text: string][] {
  const all = [
    ['ORG', organization],
    ['TITLE', title],
    ...emails.map((email) => ['EMAIL', email]),
    ...phones.map((phone) => ['TEL', phone]),
    ...urls.map((url) => ['URL', url]),
    ['ADR', address],
    ['NOTE', note],
  ]
  return all.flatMap(([key, text]) => (key && text ? [[key, text] as [string, string]] : []))
}

function escaped(text: string, separators: string): string {
  return [...squeeze(clean(text))].map((char) => (char === '\\' || separators.includes(char) ? `\\${char}` : char)).join('')
}

function measured(form: Card['form'], text: string): Omit<Card, 'drop'> {
  return { form, text, bytes: new TextEncoder().encode(text).length }
}

function sizeOf(bytes: number): number {
  const found = SIZES.findIndex((size) => bytes <= size)
  return found < 0 ? SIZES.length : found
}

function dropOf(fields: CardFields): Drop {
  if (fields.note) return 'note'
  if (fields.address) return 'address'
  if (fields.title) return 'title'
  if (fields.phones.length > 1) return 'phone'
  return fields.urls.length > 0 ? 'link' : 'text'
}
