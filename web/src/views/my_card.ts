/** One's own profile as far as one wants to show it, and what the size of the code means. Pure. */
import { CAP_BYTES, cardOf, GOAL_BYTES, spokenName, type Card, type CardFields, type Drop, type Form } from '../scanner/card'
import { emailAddress, phoneNumber } from '../scanner/draft'
import { webLink } from '../scanner/links'
import { takeDegrees, isDegree } from '../scanner/names'
import { read } from '../scanner/payload'
import { clean, squeeze, VALUES } from '../scanner/reading'
import type { Profile } from '../store/kinds'

/** What a showing gives away: the name; name, school and e-mail; everything that is filled in. */
export type Level = 'name' | 'school' | 'all'
export const LEVELS: readonly Level[] = ['name', 'school', 'all']
export const LEVEL_CHOICES: readonly { value: Level; words: string }[] = [
  { value: 'name', words: 'Name only' },
  { value: 'school', words: 'Name, school, e-mail' },
  { value: 'all', words: 'All I filled in' },
]

/** How the code is written; `link` needs a page, and carries the card as well. */
export const FORM_CHOICES: readonly { value: Form; words: string }[] = [
  { value: 'auto', words: 'Best fit' },
  { value: 'vcard', words: 'vCard' },
  { value: 'mecard', words: 'MECARD, smaller' },
  { value: 'link', words: 'Link to my page' },
]
export const FORMS: readonly Form[] = FORM_CHOICES.map(({ value }) => value)

export const levelOf = (stored: string | null | undefined): Level => LEVELS.find((one) => one === stored) ?? 'school'

/** What the code says at that level; null without a name. Only what reads as an address, a number, a link is in it. */
export function cardFields(profile: Partial<Profile>, level: Level): CardFields | null {
  const { name, behind } = bareName(profile.name)
  if (spokenName(name) === '') return null
  const nothing = { degrees: [], organization: null, title: null, emails: [], phones: [], urls: [], address: null, note: null }
  if (level === 'name') return { name, ...nothing }
  const degrees = [...new Set([...behind, ...takeDegrees(tidied(profile.degrees))[1]])]
  const reached = { organization: line(profile.school), emails: some([profile.email], emailAddress) }
  if (level === 'school') return { name, ...nothing, ...reached, degrees }
  const phones = some((profile.phone ?? '').split(/[,;\n]/), phoneNumber)
  const urls = some(profile.urls ?? [], (text) => webLink(text, { bare: true }))
  return { name, ...nothing, ...reached, degrees, title: line(profile.role), phones, urls, note: line(profile.specialty) }
}

/** Whether a Hallway phone drew the code: a link to a Hallway page, or a card written letter for letter as we write it. */
export function isHallwayCard(raw: string): boolean {
  const { kind, name, degrees, organization, title, emails, phones, urls, address, note } = read(raw)
  if (kind === 'hallway') return true
  if (name === null || (kind !== 'vcard' && kind !== 'mecard')) return false
  return cardOf({ name, degrees, organization, title, emails, phones, urls, address, note }, kind).text === raw
}

/** What is wrong with an e-mail, a number or a link as typed; undefined for what is right or empty. */
export function faultOf(field: 'email' | 'phone' | 'urls', typed: string): string | undefined {
  const parts = typed.split(field === 'email' ? '\n' : field === 'phone' ? /[,;\n]/ : '\n').map(squeeze).filter((part) => part !== '')
  const reader = { email: emailAddress, phone: phoneNumber, urls: (text: string) => webLink(text, { bare: true }) }[field]
  const wrong = parts.find((part) => reader(part) === null)
  if (wrong === undefined) return undefined
  return `“${wrong.slice(0, 40)}” is left out of the code: it is no ${{ email: 'e-mail address', phone: 'phone number', urls: 'web link' }[field]}.`
}

const DROP_WORDS: Readonly<Record<Drop, string>> = {
  note: 'Leave out your specialty first.',
  address: 'Leave out your address first.',
  title: 'Leave out your role first.',
  phone: 'Leave out your second phone number first.',
  link: 'Leave out a link first.',
  text: 'Shorten your school or your name.',
}

/** "118 of 152 bytes: easy to read." */
export function sizeWords({ bytes, drop }: Card): string {
  if (drop) return `${bytes} bytes, and ${CAP_BYTES} is the most a code on a phone can hold. ${DROP_WORDS[drop]}`
  if (bytes <= GOAL_BYTES) return `${bytes} of ${GOAL_BYTES} bytes: easy to read from 30 cm.`
  return `${bytes} of ${CAP_BYTES} bytes: it can be read, but hold it closer than 25 cm.`
}

/** A name without the degrees typed behind its comma. */
function bareName(typed: string | null | undefined): { name: string; behind: string[] } {
  const [before = '', ...rest] = tidied(typed).split(',').map(squeeze)
  const words = rest.join(' ').split(' ').filter((word) => word !== '')
  return words.length > 0 && words.every(isDegree) ? { name: before, behind: words } : { name: tidied(typed), behind: [] }
}

function some(texts: readonly (string | null | undefined)[], reader: (text: string) => string | null): string[] {
  return texts.flatMap((text) => reader(tidied(text)) ?? []).slice(0, VALUES)
}

function line(text: string | null | undefined): string | null {
  return tidied(text) || null
}

/** One line without controls: nothing that is written here can begin a field of its own. */
function tidied(text: string | null | undefined): string {
  return squeeze(clean(text ?? ''))
}
