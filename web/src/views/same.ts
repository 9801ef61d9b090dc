/** Who may be the same person twice, and why: the rules by which a badge finds its contact, over all contacts. Pure. */
import type { Row } from '../store/kinds'
import { fold } from './search'

export type Reason = 'code' | 'badge' | 'email' | 'person' | 'called' | 'name'

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  code: 'the same code on the badge',
  badge: 'the same badge number at one conference',
  email: 'the same e-mail',
  person: 'the same person on the programme',
  called: 'the same name and organization',
  name: 'the same name',
}

/** One person as their contacts and scans tell it; `ids` are all contacts that were made one. */
export interface Whole {
  contact: Row<'contact'>
  ids: readonly string[]
  scans: readonly Row<'scan'>[]
  apart: ReadonlySet<string>
}

export interface Pair {
  /** The one that would stand for both: the one that was made first. */
  first: Row<'contact'>
  second: Row<'contact'>
  reasons: Reason[]
}

/** So many of one kind are compared each with each; of more, each with the first, so that the work stays in proportion. */
const MOST_AMONG = 8
const TITLES = /^(?:dr|prof|professor|mr|mrs|ms|mx)\.? +/
const BEHIND = /,.*$/ // degrees

/** The name without title, degrees and accents; "" where there is none. */
export const plainName = (name: string | null): string => fold(name ?? '').trim().replace(BEHIND, '').replace(TITLES, '').replace(/\s+/g, ' ')

/** Pairs that may be one person and that nobody kept apart, in the order of those made first. `idIn`: the id in a code. */
export function alike(people: readonly Whole[], idIn: (raw: string) => string | null): Pair[] {
  const pairs = new Map<string, Pair>()
  const note = (one: Whole, other: Whole, reason: Reason) => {
    if (one === other || areApart(one, other)) return
    const [first, second] = one.contact.id < other.contact.id ? [one, other] : [other, one]
    const key = `${first.contact.id} ${second.contact.id}`
    const pair = pairs.get(key) ?? { first: first.contact, second: second.contact, reasons: [] }
    if (!pair.reasons.includes(reason) && !(reason === 'name' && pair.reasons.includes('called'))) pair.reasons.push(reason)
    pairs.set(key, pair)
  }
  for (const { reason, among } of buckets(people, idIn)) {
    const to = among.length > MOST_AMONG ? 1 : among.length
    for (let one = 0; one < to; one++) for (let other = one + 1; other < among.length; other++) note(among[one] as Whole, among[other] as Whole, reason)
  }
  return [...pairs.values()].sort((a, b) => compare(a.first.id, b.first.id) || compare(a.second.id, b.second.id))
}

function areApart(one: Whole, other: Whole): boolean {
  return other.ids.some((id) => one.apart.has(id)) || one.ids.some((id) => other.apart.has(id))
}

function buckets(people: readonly Whole[], idIn: (raw: string) => string | null): { reason: Reason; among: Whole[] }[] {
  const found = new Map<string, { reason: Reason; among: Whole[] }>()
  const put = (reason: Reason, key: string, whole: Whole) => {
    const bucket = found.get(`${reason} ${key}`) ?? { reason, among: [] }
    if (bucket.among.at(-1) !== whole) bucket.among.push(whole)
    found.set(`${reason} ${key}`, bucket)
  }
  for (const whole of people) {
    const { contact, scans } = whole
    for (const { raw, conference } of scans) {
      if (raw === null) continue
      put('code', raw, whole)
      const id = conference && idIn(raw)
      if (id) put('badge', `${conference} ${id}`, whole)
    }
    for (const email of contact.emails) put('email', email.toLowerCase(), whole)
    if (contact.person) put('person', contact.person, whole)
    const name = plainName(contact.name)
    if (name && contact.institution) put('called', `${name}|${fold(contact.institution).trim()}`, whole)
  }
  return [...found.values(), ...sameNames(people)]
}

/** Of one name, those of whom no organization is known each with all; two organizations are two people. */
function sameNames(people: readonly Whole[]): { reason: Reason; among: Whole[] }[] {
  const byName = new Map<string, { bare: Whole[]; placed: Whole[] }>()
  for (const whole of people) {
    const name = plainName(whole.contact.name)
    if (!name) continue
    const namesakes = byName.get(name) ?? { bare: [], placed: [] }
    const kind = whole.contact.institution ? namesakes.placed : namesakes.bare
    kind.push(whole)
    byName.set(name, namesakes)
  }
  return [...byName.values()].flatMap(({ bare, placed }) => [
    { reason: 'name' as const, among: bare },
    ...bare.slice(0, MOST_AMONG).flatMap((one) => placed.slice(0, MOST_AMONG).map((other) => ({ reason: 'name' as const, among: [one, other] }))),
  ])
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

const COMPARED = ['role', 'institution', 'emails', 'phones', 'urls', 'met_on', 'how_found', 'tags'] as const

export interface Difference {
  field: (typeof COMPARED)[number]
  first: string
  second: string
}

/** What the two say differently beside their names; "" where one says nothing. */
export function differences(one: Row<'contact'>, other: Row<'contact'>): Difference[] {
  return COMPARED.flatMap((field) => {
    const [first, second] = [said(one[field]), said(other[field])]
    return first === second ? [] : [{ field, first, second }]
  })
}

const said = (value: string | string[] | null): string => (Array.isArray(value) ? value.join(', ') : (value ?? ''))
