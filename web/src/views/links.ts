/** Ways to reach a person. Nothing opens but by a tap; only addresses of known kinds become links. Pure. */
import type { Contact } from '../store/kinds'

export interface Way {
  kind: 'mail' | 'phone' | 'web'
  href: string
  /** What is opened, in full. */
  words: string
  /** Where a web address leads; null for mail and phone. */
  host: string | null
}

const NAMED: Readonly<Record<Way['kind'], string>> = { mail: 'Write', phone: 'Call', web: 'Open' }

/** "Write", "Call", "Open": what the tap does. */
export const verbOf = (way: Way): string => NAMED[way.kind]

export function waysTo(contact: Pick<Contact, 'emails' | 'phones' | 'urls'>): Way[] {
  const mails = contact.emails.filter((email) => /^[^\s@]+@[^\s@]+$/.test(email))
  const phones = contact.phones.filter((phone) => /\d/.test(phone))
  return [
    ...mails.map((email): Way => ({ kind: 'mail', href: `mailto:${encodeURIComponent(email)}`, words: email, host: null })),
    ...phones.map((phone): Way => ({ kind: 'phone', href: `tel:${phone.replace(/[^+\d]/g, '')}`, words: phone, host: null })),
    ...contact.urls.flatMap((url) => webWay(url) ?? []),
  ]
}

function webWay(url: string): Way | null {
  try {
    const { protocol, host, href } = new URL(url)
    return protocol === 'https:' || protocol === 'http:' ? { kind: 'web', href, words: url, host } : null
  } catch {
    return null
  }
}
