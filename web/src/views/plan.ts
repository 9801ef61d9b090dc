/** What the flags bring: tiers of items and people, and the plan by tier. Pure. */
import type { Item } from '../store/agenda'
import { natural } from '../store/ids'
import type { Row, Tier } from '../store/kinds'
import { byTime, placeOf, type Items, type People } from './agenda'

export type Targets = ReadonlyMap<string, Row<'target'>>

export const TIERS: readonly Tier[] = ['must', 'should', 'nice']
export const TIER_WORDS: Readonly<Record<Tier, string>> = { must: 'Must', should: 'Should', nice: 'If time' }

/** More musts than this get a gentle warning: a shorter list is kept. */
export const MANY_MUSTS = 10

export const itemTarget = (item: string): string => natural(`target:item:${item}`)
export const personTarget = (person: string): string => natural(`target:person:${person}`)

export interface Planned {
  item: Item
  tier: Tier
  /** The flagged person who brings the item; null when the item itself is flagged. */
  person: string | null
}

/** The tiers by what was flagged. */
interface Flags {
  items: Map<string, Tier>
  persons: Map<string, Tier>
}

const flagsKnown = new WeakMap<Targets, Flags>()

function flagsOf(targets: Targets): Flags {
  let flags = flagsKnown.get(targets)
  if (!flags) {
    flags = { items: new Map(), persons: new Map() }
    for (const { item, person, tier } of targets.values()) {
      if (item && tier) flags.items.set(item, tier)
      if (person && tier) flags.persons.set(person, tier)
    }
    flagsKnown.set(targets, flags)
  }
  return flags
}

/** How much one wants to meet somebody. */
export const tierOf = (person: string, targets: Targets): Tier | undefined => flagsOf(targets).persons.get(person)

/** Why an item is in the plan: its own flag or the highest one among its people; null when it is not. */
export function planned(item: Item, targets: Targets): Planned | null {
  const flags = flagsOf(targets)
  const own = flags.items.get(item.id)
  if (own) return { item, tier: own, person: null }
  if (flags.persons.size === 0) return null
  let best: Planned | null = null
  for (const person of item.people) {
    const tier = flags.persons.get(person)
    if (tier && (!best || rank(tier) < rank(best.tier))) best = { item, tier, person }
  }
  return best
}

/** 0 for a must; what is not in the plan comes after all that is. */
export const rank = (tier: Tier | undefined): number => (tier ? TIERS.indexOf(tier) : TIERS.length)

/** Every item that a flag brings, by time. */
export function plan(items: Items, targets: Targets): Planned[] {
  if (targets.size === 0) return []
  return [...items.values()].flatMap((item) => planned(item, targets) ?? []).sort((a, b) => byTime(a.item, b.item))
}

/** The targets that were met or seen: ticked, or the flagged person is among those met. */
export function metTargets(targets: Targets, contacts: Iterable<Row<'contact'>>): ReadonlySet<string> {
  const persons = new Set<string>()
  for (const contact of contacts) if (contact.person && contact.met_on) persons.add(contact.person)
  const met = [...targets.values()].filter((target) => target.met_at !== null || (target.person !== null && persons.has(target.person)))
  return new Set(met.map((target) => target.id))
}

const COUNTED: Readonly<Record<Tier, [one: string, many: string]>> = {
  must: ['must', 'musts'],
  should: ['should', 'shoulds'],
  nice: ['if time', 'if time'],
}

/** "2 of 5 musts met": a count toward a goal, as a sentence. */
export function countWords(tier: Tier, shown: readonly ShownTarget[], met: ReadonlySet<string>): string {
  const done = shown.filter((one) => met.has(one.target.id)).length
  const [one, many] = COUNTED[tier]
  const verb = shown.some((each) => each.target.person) ? 'met' : 'seen'
  return `${done} of ${shown.length} ${shown.length === 1 ? one : many} ${verb}`
}

export interface ShownTarget {
  target: Row<'target'>
  /** The name or title shown; what was flagged may have left the programme. */
  title: string
  detail: string
  href: string | null
  /** A flagged person's items. */
  items: Item[]
  gone: boolean
}

/** The targets of a tier, people first, then by what they are called. */
export function targetsOf(tier: Tier, targets: Targets, items: Items, people: People): ShownTarget[] {
  const shown = [...targets.values()].filter((target) => target.tier === tier).map((target) => show(target, items, people))
  const isItem = (one: ShownTarget) => (one.target.person ? 0 : 1)
  return shown.sort((a, b) => isItem(a) - isItem(b) || a.title.localeCompare(b.title))
}

function show(target: Row<'target'>, items: Items, people: People): ShownTarget {
  const person = target.person ? people.get(target.person) : undefined
  if (person) {
    const theirs = [...items.values()].filter((item) => item.people.includes(person.id)).sort(byTime)
    const detail = person.affiliation ?? ''
    return { target, title: person.name, detail, href: `/persons/${person.id}`, items: theirs, gone: false }
  }
  const item = target.item ? items.get(target.item) : undefined
  if (item) {
    return { target, title: item.title, detail: placeOf(item), href: `/agenda/${item.id}`, items: [item], gone: false }
  }
  const title = target.title_at_flagging ?? 'Something that has left the programme'
  return { target, title, detail: 'Removed from the programme', href: null, items: [], gone: true }
}
