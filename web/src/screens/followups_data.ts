/** What the follow-up screens share: every step of everyone, and what a tap on one does. */
import { computed, effect, signal } from '@preact/signals'
import { now } from '../platform/clock'
import { dueCount as shownCount } from '../platform/due'
import { conferences, items } from '../store/agenda'
import { fresh } from '../store/ids'
import type { Outreach, Row } from '../store/kinds'
import { live, open, remove, save } from '../store/records'
import { refusal, type Refusal } from '../store/silence'
import type { Step } from '../store/story'
import { say } from '../parts/Toast'
import { allSteps, groupOf, OWN, stories } from '../views/followups'
import { dayOf, plusDays } from '../views/when'
import { recordsOf, survivors } from './persons_data'

const HOUR = 3_600_000
/** How long a stop that fills is shown before its row leaves. */
const FILLING = 150

const settings = computed(() => [...live('settings').value.values()][0])

const allStories = computed(() => {
  const known = new Map(conferences.value.map((one) => [one.id, one]))
  const itemTitle = (id: string | null) => (id ? items.value.get(id)?.title : undefined)
  return stories({
    contacts: live('contact').value,
    notes: live('note').value,
    scans: live('scan').value,
    outreach: live('outreach').value,
    followups: live('followup').value,
    letters: live('letter').value,
    milestones: live('milestone').value,
    settings: settings.value,
    survivors: survivors.value,
    placeOf: (note, contact) => {
      const conference = known.get(contact.conference ?? '')?.name ?? null
      return note ? (note.place ?? itemTitle(note.item) ?? null) : conference
    },
    zoneOf: (contact) => known.get(contact.conference ?? '')?.zone ?? null,
  })
})

/** All that the rules know of a person. */
export const storyOf = (contact: string) => allStories.value.find((story) => story.contact.id === contact)

/** The instant by which days are told: a day begins at the hour that the student chose. */
const dayClock = computed(() => new Date(now.value.getTime() - (settings.value?.morning_hour ?? 0) * HOUR))

/** Today as the device's owner sees it; a day is a date, not an instant. */
export const myToday = computed(() => dayOf(dayClock.value))

/** The day it is where each person was met: a follow-up is due by that day, and its words go by it too. */
const theirToday = computed(() => new Map(allStories.value.map((story) => [story.contact.id, dayOf(dayClock.value, story.zone ?? null)])))

/** Returns the day it is for a person's follow-ups. */
export const todayFor = (contact: string): string => theirToday.value.get(contact) ?? myToday.value

export const steps = computed(() => allSteps(allStories.value, (zone) => dayOf(dayClock.value, zone)))
export const dueCount = computed(() => steps.value.filter((step) => groupOf(step) === 'due').length)

// the same number on the icon of the installed app, where the system shows one
effect(() => {
  if (typeof navigator === 'undefined' || !('setAppBadge' in navigator)) return
  const shown = shownCount.value > 0 ? navigator.setAppBadge(shownCount.value) : navigator.clearAppBadge()
  void shown.catch(() => undefined) // not installed, or not allowed
})

const byContact = computed(() => {
  const found = new Map<string, Step[]>()
  for (const step of steps.value) found.set(step.contact, [...(found.get(step.contact) ?? []), step])
  return found
})

/** Where each contact was met, as their follow-ups tell it. */
export const metWhere = computed(() => new Map(allStories.value.map(({ contact }) => [contact.id, contact.met_where ?? null])))

/** What is owed to each contact now, the first of it. */
export const owed = computed(() => {
  const due = steps.value.filter((step) => groupOf(step) === 'due')
  return new Map(due.toReversed().map((step) => [step.contact, step]))
})

export function stepsOf(contact: string): Step[] {
  return byContact.value.get(contact) ?? []
}

/** Steps that were just settled and still show their stop filling; what was done is saved already. */
const filling = signal<ReadonlyMap<string, Step>>(new Map())

export const isFilling = (id: string): boolean => filling.value.has(id)

/** The steps with those that are just leaving as they were. */
export function withFilling(found: readonly Step[], wanted: (step: Step) => boolean): Step[] {
  const kept = [...filling.value.values()].filter(wanted)
  const ids = new Set(kept.map((step) => step.id))
  return [...found.filter((step) => !ids.has(step.id)), ...kept]
}

export function fill(step: Step): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
  filling.value = new Map(filling.value).set(step.id, step)
  setTimeout(() => {
    filling.value = new Map([...filling.value].filter(([id]) => id !== step.id))
  }, FILLING)
}

/** The rows of a contact's outreach, oldest first. */
export function outreachOf(contact: string): Row<'outreach'>[] {
  return recordsOf('outreach', contact).sort((a, b) => (a.sent_at ?? '').localeCompare(b.sent_at ?? ''))
}

/** Logs a reply; the rules do the rest. */
export async function logReply(contact: string): Promise<void> {
  const id = fresh()
  await save(open('outreach', id), sentNow(contact, 'in', 'other'))
  say('Reply logged', () => remove('outreach', id))
}

/** What a message that goes out or comes in this moment is kept as. */
export const sentNow = (contact: string, direction: 'out' | 'in', purpose: Outreach['purpose']): Partial<Outreach> => ({
  contact,
  direction,
  purpose,
  channel: 'email',
  sent_at: new Date().toISOString(),
})

/** Why one message more to the person would be too many now, and null where it is not; no reason is known yet. */
export function refusedNow(contact: string, purpose: Outreach['purpose']): Refusal | null {
  const story = storyOf(contact)
  return story ? refusal(story, { id: '', ...sentNow(contact, 'out', purpose) }) : null
}

export const inDays = (days: number): string => plusDays(myToday.value, days)

/** Makes a follow-up by hand; it stands beside those of the rules. */
export async function addOwn(contact: string, title: string, due_on: string | null): Promise<void> {
  const id = fresh()
  await save(open('followup', id), { contact, step: OWN, cycle: '0', title, due_on, state: 'open' })
  say('Follow-up saved on this phone', () => remove('followup', id))
}
