/** Follow-ups of all contacts, grouped as the screen shows them, and their words. Pure. */
import { reachedOn, steps } from '../store/cadence'
import type { Row } from '../store/kinds'
import { standing, survivorOf, type Survivors } from '../store/merging'
import type { Referred, Step, Story } from '../store/story'
import { clock, daysBetween, longDay, nearDay, shortDay } from './when'

export interface Records {
  contacts: ReadonlyMap<string, Row<'contact'>>
  notes: ReadonlyMap<string, Row<'note'>>
  scans: ReadonlyMap<string, Row<'scan'>>
  outreach: ReadonlyMap<string, Row<'outreach'>>
  followups: ReadonlyMap<string, Row<'followup'>>
  milestones?: ReadonlyMap<string, Row<'milestone'>>
  letters?: ReadonlyMap<string, Row<'letter'>>
  settings: Row<'settings'> | undefined
  /** Contacts that are one person: all that hangs on a merged one is told of who stands for it. */
  survivors?: Survivors
  /** What an item or a conference is called, and the zone of a conference. */
  placeOf: (note: Row<'note'> | undefined, contact: Row<'contact'>) => string | null
  zoneOf: (contact: Row<'contact'>) => string | null
}

export type Group = 'due' | 'waiting' | 'coming' | 'done'
export const GROUPS: readonly Group[] = ['due', 'waiting', 'coming', 'done']
export const GROUP_WORDS: Readonly<Record<Group, string>> = { due: 'Due', waiting: 'Waiting', coming: 'Coming', done: 'Done' }

/** The step of a follow-up made by hand. */
export const OWN = 'own'

function gather<T extends { contact: string | null }>(rows: ReadonlyMap<string, T>, survivors: Survivors): Map<string, T[]> {
  const byContact = new Map<string, T[]>()
  for (const row of rows.values()) {
    const contact = row.contact && survivorOf(survivors, row.contact)
    if (contact) byContact.set(contact, [...(byContact.get(contact) ?? []), row])
  }
  return byContact
}

/** All that is known of each contact, as the rules of the cadence take it. */
export function stories(records: Records): Story[] {
  const { settings, survivors = new Map() } = records
  const notes = gather(records.notes, survivors)
  const scans = gather(records.scans, survivors)
  const outreach = gather(records.outreach, survivors)
  const rows = gather(records.followups, survivors)
  const letters = gather(records.letters ?? new Map(), survivors)
  const news = gatherNews(records.milestones ?? new Map(), survivors)
  const contacts = [...records.contacts.values()].filter(({ id }) => !survivors.has(id))
  const bare = contacts.map((contact): Story => {
    const own = (notes.get(contact.id) ?? []).map((note) => ({ ...note, place: records.placeOf(note, contact) }))
    const first = own.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))[0]
    return {
      contact: { ...contact, met_where: first?.place ?? records.placeOf(undefined, contact) },
      notes: own,
      scans: scans.get(contact.id) ?? [],
      outreach: outreach.get(contact.id) ?? [],
      rows: standing(rows.get(contact.id) ?? [], contact.id),
      letters: letters.get(contact.id) ?? [],
      milestones: news.get(contact.id) ?? [],
      settings: { intervals: settings?.intervals ?? {}, quiet_days: settings?.quiet_days ?? [] },
      zone: records.zoneOf(contact) ?? settings?.zone ?? null,
    }
  })
  const referred = gatherReferred(contacts, bare, survivors)
  return bare.map((story) => ({ ...story, referred: referred.get(story.contact.id) ?? [] }))
}

/** The milestones that each contact is to hear of. */
function gatherNews(milestones: ReadonlyMap<string, Row<'milestone'>>, survivors: Survivors): Map<string, Row<'milestone'>[]> {
  const found = new Map<string, Row<'milestone'>[]>()
  for (const one of milestones.values()) {
    for (const contact of new Set(one.contacts.map((id) => survivorOf(survivors, id)))) found.set(contact, [...(found.get(contact) ?? []), one])
  }
  return found
}

/** By referrer whom they named, and since when that one is reached. */
function gatherReferred(contacts: readonly Row<'contact'>[], bare: readonly Story[], survivors: Survivors): Map<string, Referred[]> {
  const found = new Map<string, Referred[]>()
  contacts.forEach(({ id, name, referred_by: by }, index) => {
    const referrer = by && survivorOf(survivors, by)
    const story = bare[index]
    if (referrer && story && referrer !== id) found.set(referrer, [...(found.get(referrer) ?? []), { id, name, reached_on: reachedOn(story) }])
  })
  return found
}

/** Every step of everyone; `todayIn` gives the day it is in a zone. */
export function allSteps(all: readonly Story[], todayIn: (zone: string | null) => string): Step[] {
  return all.flatMap((story) => steps(story, todayIn(story.zone ?? null)))
}

/** Where a step is listed: a nudge not yet due means that we wait for an answer. */
export function groupOf(step: Step): Group {
  if (step.state !== 'open') return 'done'
  if (step.when === 'due' || step.when === 'late' || step.due_on === null) return 'due'
  return step.step === 'nudge' ? 'waiting' : 'coming'
}

/** The steps of a group: what is owed first on top, what was done last on top. */
export function ofGroup(all: readonly Step[], group: Group): Step[] {
  const found = all.filter((step) => groupOf(step) === group)
  const sorted = found.sort((a, b) => (a.due_on ?? '').localeCompare(b.due_on ?? '') || a.id.localeCompare(b.id))
  return group === 'done' ? sorted.reverse() : sorted
}

/** Made by hand, not by the rules. */
export const isOwn = (step: Step): boolean => step.step === OWN

/** "Due today", "Late: was due on Sunday, 3 days ago". */
export function dueOf(step: Step, today: string): string {
  if (step.state === 'done') return 'Done'
  if (step.state === 'dismissed') return 'Left alone'
  if (!step.due_on) return 'Any day'
  const day = nearDay(step.due_on, today)
  if (step.when === 'late') return `Late: was due ${day}${agoWords(step.due_on, today)}`
  if (step.when === 'coming') return `Comes ${day}`
  return step.due_on < today ? `Was due ${day}` : `Due ${day}`
}

function agoWords(day: string, today: string): string {
  const days = daysBetween(day, today)
  return days > 1 ? `, ${days} days ago` : ''
}

/** The thank-yous that may be done together: due, or of people met today or the day before. */
export function thankYous(all: readonly Step[], today: string): Step[] {
  const open = ofGroup(all, 'due').concat(ofGroup(all, 'coming')).filter((step) => step.step === 'thank_you')
  return open.filter((step) => step.when !== 'coming' || (step.why.met_on !== null && daysBetween(step.why.met_on, today) <= 1))
}

/** The last word to a person: after this nudge, silence. */
export const isLastWord = (step: Step): boolean => step.step === 'nudge' && groupOf(step) === 'due'

export interface Part {
  label: string
  steps: Step[]
}

/** A group under its headings: what is late, today's, earlier ones, the last words; coming ones by day. */
export function partsOf(steps: readonly Step[], group: Group, today: string): Part[] {
  if (group === 'coming') return byDay(steps, today)
  if (group !== 'due') return steps.length > 0 ? [{ label: '', steps: [...steps] }] : []
  const last = steps.filter(isLastWord)
  const others = steps.filter((step) => !isLastWord(step))
  const parts = [
    { label: 'Late', steps: others.filter((step) => step.when === 'late') },
    { label: 'Earlier', steps: others.filter((step) => step.when !== 'late' && step.due_on !== null && step.due_on < today) },
    { label: `Today, ${shortDay(today)}`, steps: others.filter((step) => step.when !== 'late' && step.due_on !== null && step.due_on >= today) },
    { label: 'Any day', steps: others.filter((step) => step.due_on === null) },
    { label: 'Last word, then silence', steps: last },
  ]
  return parts.filter((part) => part.steps.length > 0)
}

function byDay(steps: readonly Step[], today: string): Part[] {
  const days = new Map<string, Step[]>()
  for (const step of steps) days.set(step.due_on ?? '', [...(days.get(step.due_on ?? '') ?? []), step])
  return [...days].map(([day, found]) => ({ label: day ? dayLabel(day, today) : 'Any day', steps: found }))
}

function dayLabel(day: string, today: string): string {
  return daysBetween(today, day) === 1 ? `Tomorrow, ${shortDay(day)}` : longDay(day)
}

/** "Saved on this phone, 10:43". */
export function savedWords(state: 'phone' | 'server', at: Date, zone: string | null): string {
  return `${state === 'phone' ? 'Saved on this phone' : 'On the server'}, ${clock(at, zone)}`
}
