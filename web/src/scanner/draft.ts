/** A Reading while it is filled: what fails its check becomes text; twin of server/badges/draft.py. */
import { unquotePercent } from './encoding'
import { isProfile, orcidOf, webLink } from './links'
import { lastPartition, partition, prefixed, squeeze, squeezeLines, VALUES, type Kind, type Reading } from './reading'

export const MOBILE = 0
export const WORK = 1
export const HOME = 2
export const OTHER = 3
const LOCAL = /^[^ @<>()[\],;:"\\|^$]+$/
// oxlint-disable-next-line no-control-regex -- every ASCII character but letters, digits and the hyphen is out
const DOMAIN = /^(?:[^\x00-,./:-@[-`{-\x7f]+\.)+[^\x00-,./:-@[-`{-\x7f]{2,}$/u

/** The address with its domain in lower case, or null if the text does not look like one. */
export function emailAddress(text: string): string | null {
  text = squeeze(text)
  const target = prefixed(text, 'mailto:')
  if (target !== null) text = unquotePercent(partition(target, '?')[0])
  if (text.endsWith('>') && text.includes('<')) text = lastPartition(text, '<')[2].slice(0, -1)
  const [local, , domain] = lastPartition(text, '@')
  return LOCAL.test(local) && DOMAIN.test(domain) ? `${local}@${domain.toLowerCase()}` : null
}

/** The number as written without `tel:` and parameters, or null; service codes (`*#06#`, `%2306%23`) are none. */
export function phoneNumber(text: string): string | null {
  const target = prefixed(squeeze(text), 'tel:')
  const number = partition(squeeze(target === null ? text : unquotePercent(target)), ';')[0]
  return digits(number).length < 3 || /[*#%]/.test(number) ? null : squeeze(number)
}

/** The digits 0 to 9 of the text. */
export function digits(text: string): string {
  return text.replace(/[^0-9]/g, '')
}

/** Values gathered from one code. */
export class Draft {
  name = ''
  givenName = ''
  familyName = ''
  id = ''
  degrees: string[] = []
  emails: string[] = []
  phones: { rank: number; number: string }[] = []
  organizations: string[] = []
  titles: string[] = []
  addresses: string[] = []
  urls: string[] = []
  notes: string[] = []

  /** An address is among the e-mails; other text is in the note. */
  addEmail(text: string): void {
    const address = emailAddress(text)
    if (address === null) add(this.notes, squeeze(text))
    else add(this.emails, address)
  }

  /** A number is among the phones at its rank; other text is in the note. */
  addPhone(text: string, rank = OTHER): void {
    const number = phoneNumber(text)
    if (number === null) add(this.notes, squeeze(text))
    else if (this.phones.length < VALUES && !this.phones.some((known) => digits(known.number) === digits(number))) {
      this.phones.push({ rank, number })
    }
  }

  /** A web link is among the urls, `mailto:` and `tel:` where they belong; other text is in the note. */
  addLink(text: string): void {
    const url = webLink(text, { bare: true })
    if (url !== null) add(this.urls, url, { exact: true })
    else if (prefixed(squeeze(text), 'mailto:') !== null) this.addEmail(text)
    else if (prefixed(squeeze(text), 'tel:') !== null) this.addPhone(text)
    else add(this.notes, squeeze(text))
  }

  /** The text is in the note with its line breaks. */
  addNote(text: string): void {
    add(this.notes, squeezeLines(text))
  }

  /** The values as a Reading of that kind; numbers are in the order mobile, work, home, others. */
  reading(kind: Kind, raw: string | null): Reading {
    const reached = this.name || this.emails.length || this.phones.length || this.urls.some(isProfile)
    return {
      kind,
      name: this.name || null,
      given_name: this.givenName || null,
      family_name: this.familyName || null,
      degrees: this.degrees,
      emails: this.emails,
      phones: this.phones.toSorted((a, b) => a.rank - b.rank).map((phone) => phone.number),
      organization: this.organizations.join(', ') || null,
      title: this.titles.join(', ') || null,
      address: this.addresses.join('\n') || null,
      urls: this.urls,
      note: this.notes.join('\n') || null,
      id: this.id || (this.urls.map(orcidOf).find(Boolean) ?? null),
      is_contact: Boolean(reached),
      raw,
    }
  }
}

/** The value is in the list once, letter case aside unless exact; empty ones and those beyond the twentieth are not. */
export function add(values: string[], value: string, { exact = false } = {}): void {
  const known = values.some((other) => (exact ? other === value : other.toLowerCase() === value.toLowerCase()))
  if (value && !known && values.length < VALUES) values.push(value)
}
