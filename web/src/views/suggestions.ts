/** Whom a nameless badge may belong to: who is flagged, who speaks here, who speaks now, then anybody. Pure. */
import type { AgendaPerson } from '../store/agenda'
import type { Row, Tier } from '../store/kinds'
import { isNow, isPoster, type Items, type People } from './agenda'
import type { Namesakes } from './namesakes'
import { personTarget, TIERS, type Targets } from './plan'
import { fold, wordsOf } from './search'

export interface Suggestion {
  key: string
  name: string
  /** "your must-meet · Lakefront University" */
  detail: string
  /** Of the agenda; null for a contact who is not on it. */
  person: AgendaPerson | null
  /** Already among one's people. */
  contact: string | null
}

export interface Around {
  items: Items
  people: People
  targets: Targets
  contacts: ReadonlyMap<string, Row<'contact'>>
}

export const MOST_SUGGESTED = 8
const MOST_AROUND = 200
/** From so many letters on the whole programme and all contacts are searched. */
const LETTERS = 2

export const MEET_WORDS: Readonly<Record<Tier, string>> = {
  must: 'your must-meet',
  should: 'on your list: should',
  nice: 'on your list: if time',
}

/** Flagged people by tier and not yet met first, then the speakers of the item one is in, then everyone speaking now. */
export function peopleAround({ items, people, targets, contacts }: Around, here: string | null, now: Date): Suggestion[] {
  const known = byPerson(contacts)
  const found = new Map<string, Suggestion>()
  const offer = (id: string, why: string) => {
    const person = people.get(id)
    if (!person || found.has(person.id) || found.size >= MOST_AROUND) return
    found.set(person.id, suggested(person, why, known))
  }
  for (const { person, tier } of flagged(targets)) offer(person, MEET_WORDS[tier])
  for (const id of items.get(here ?? '')?.people ?? []) offer(id, 'speaks here')
  const on = [...items.values()].filter((item) => isNow(item, now) && item.status !== 'cancelled')
  for (const item of on.sort((a, b) => Number(isPoster(a)) - Number(isPoster(b)))) {
    for (const id of item.people) offer(id, isPoster(item) ? 'has a poster now' : 'speaks now')
  }
  return [...found.values()]
}

/** Those whose name holds every typed word at the beginning of one of its own; people around come first. */
export function matching(around: readonly Suggestion[], typed: string, all: Around & { byName: Namesakes }): Suggestion[] {
  const words = wordsOf(typed)
  if (words.length === 0) return around.slice(0, MOST_SUGGESTED)
  const fits = (name: string) => words.every((word) => ` ${name}`.includes(` ${word}`) || name.includes(`-${word}`))
  const found = new Map<string, Suggestion>()
  const offer = (one: Suggestion) => found.size < MOST_SUGGESTED && !found.has(one.key) && found.set(one.key, one)
  for (const one of around) if (fits(fold(one.name))) offer(one)
  if (words.join('').length < LETTERS) return [...found.values()]
  for (const contact of all.contacts.values()) if (!contact.person && fits(fold(contact.name ?? ''))) offer(met(contact))
  const known = byPerson(all.contacts)
  for (const [name, persons] of all.byName) {
    if (found.size >= MOST_SUGGESTED) break
    if (fits(name)) for (const person of persons) offer(suggested(person, '', known))
  }
  return [...found.values()]
}

function flagged(targets: Targets): { person: string; tier: Tier }[] {
  const rank = (tier: Tier, met: string | null) => TIERS.indexOf(tier) + (met ? TIERS.length : 0)
  const all = [...targets.values()].flatMap(({ person, tier, met_at }) => (person && tier ? [{ person, tier, at: rank(tier, met_at) }] : []))
  return all.sort((a, b) => a.at - b.at)
}

function suggested(person: AgendaPerson, why: string, known: ReadonlyMap<string, string>): Suggestion {
  const contact = known.get(person.id) ?? null
  const detail = [contact ? 'met before' : why, person.affiliation].filter((part) => part).join(' · ')
  return { key: person.id, name: person.name, detail, person, contact }
}

function met(contact: Row<'contact'>): Suggestion {
  const detail = ['met before', contact.institution].filter((part) => part).join(' · ')
  return { key: contact.id, name: contact.name ?? '', detail, person: null, contact: contact.id }
}

function byPerson(contacts: ReadonlyMap<string, Row<'contact'>>): Map<string, string> {
  return new Map([...contacts.values()].flatMap(({ id, person }) => (person ? [[person, id] as [string, string]] : [])))
}

/** How a person is flagged: "your must-meet"; null for nobody's flag. */
export function flagOf(person: string | null, targets: Targets): string | null {
  const tier = person ? targets.get(personTarget(person))?.tier : null
  return tier ? MEET_WORDS[tier] : null
}
