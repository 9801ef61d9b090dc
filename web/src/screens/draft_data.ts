/** What a draft is made of, where it is kept, and what happens when it was sent. */
import { say } from '../parts/Toast'
import { conferences, items } from '../store/agenda'
import { fresh } from '../store/ids'
import type { Outreach, Row } from '../store/kinds'
import { live, open, remove, saveTogether } from '../store/records'
import type { Step } from '../store/story'
import type { Facts } from '../views/draft_fields'
import { PURPOSES, type Purpose } from '../views/draft_purposes'
import { clock, dayOf, nearDay } from '../views/when'
import { isMessage, TICKED_TOO, ticked } from './followups_acts'
import { outreachOf, refusedNow, stepsOf, todayFor } from './followups_data'
import { recordsOf } from './persons_data'

/** Follow-ups that are a message, and what it is for. */
const OF_STEPS = new Map<string, Purpose>([
  ['thank_you', 'thank_you'],
  ['nudge', 'nudge'],
  ['check_in', 'check_in'],
  ['letter_ask', 'letter'],
  ['letter_reminder', 'nudge'],
  ['letter_thank', 'thank_you'],
  ['update', 'update'],
  ['tell', 'update'],
])

const ABOUT_LETTERS = new Set(['letter_reminder', 'letter_thank'])

/** The open follow-up that the address names: what is written closes it. */
export const stepFor = (contact: string, id: string | undefined): Step | undefined =>
  stepsOf(contact).find((step) => step.id === id && step.state === 'open' && isMessage(step))

/** The purpose in the address, else of the step in it, else of what is owed first, else what one writes to somebody met or not.
 *
 * A thank-you may go before its day.
 */
export function purposeOf(asked: string | undefined, contact: Row<'contact'>, step?: Step): Purpose {
  const named = PURPOSES.find((one) => one === asked)
  if (named) return named
  if (step) return OF_STEPS.get(step.step) ?? 'check_in'
  const [owed] = owedTo(contact.id)
  if (owed && (owed.when !== 'coming' || owed.step === 'thank_you')) return OF_STEPS.get(owed.step) ?? 'check_in'
  if (metOn(contact) !== null) return 'check_in'
  return contact.referred_by ? 'referral' : 'approach'
}

/** What is open with them and is a message, the first to be done first. */
const owedTo = (contact: string) => stepsOf(contact).filter((step) => step.state === 'open' && OF_STEPS.has(step.step))

/** What no message of its purpose closes by itself: the step one came from, else the thanks for a letter and the word that it is due. */
function closedToo(contact: string, purpose: Purpose, from: string | undefined) {
  const step = stepFor(contact, from)
  if (step && step.step !== 'letter_ask') return TICKED_TOO.has(step.step) ? [ticked(step)] : [] // asking has a day of its own
  const owed = owedTo(contact).find((step) => OF_STEPS.get(step.step) === purpose)
  return owed && ABOUT_LETTERS.has(owed.step) ? [ticked(owed)] : []
}

/** What the log calls it; a research offer is told apart from a first e-mail only while it is a draft. */
const loggedAs = (purpose: Purpose): Outreach['purpose'] => (purpose === 'research' ? 'other' : purpose)

/** The draft that waits for this person and purpose, the newest of them. */
export function draftOf(contact: string, purpose: Purpose): Row<'outreach'> | undefined {
  const waiting = outreachOf(contact).filter((row) => row.direction === 'out' && !row.sent_at && row.purpose === loggedAs(purpose))
  return waiting.sort((a, b) => b.id.localeCompare(a.id))[0]
}

export const newDraft = fresh

/** What a draft's record holds from its first letter on. */
export const draftHead = (contact: string, purpose: Purpose) => ({ contact, direction: 'out' as const, purpose: loggedAs(purpose) })

/** The first day one met, of the contact or of its notes and scans. */
export function metOn(contact: Row<'contact'>): string | null {
  const times = [...recordsOf('note', contact.id).map((note) => note.at), ...recordsOf('scan', contact.id).map((scan) => scan.captured_at)]
  const days = times.flatMap((at) => (at ? [dayOf(at)] : []))
  return [contact.met_on, ...days].filter((day) => day !== null).sort()[0] ?? null
}

/** All that Hallway knows for a message to them. */
export function factsFor(contact: Row<'contact'>): Facts {
  const notes = recordsOf('note', contact.id).sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
  const last = <F extends 'bullets' | 'promise' | 'ask' | 'place'>(field: F) => notes.find((note) => note[field]?.trim())?.[field] ?? null
  const scans = recordsOf('scan', contact.id)
  const met = [...notes, ...scans].flatMap((one) => items.value.get(one.item ?? '')?.title ?? [])[0]
  const today = todayFor(contact.id)
  const meeting = conferences.value.find((one) => one.id === contact.conference)
  const sent = outreachOf(contact.id).findLast((row) => row.direction === 'out' && row.sent_at)
  const [profile] = live('profile').value.values()
  return {
    contact: { ...contact, met_on: metOn(contact) },
    profile: profile ?? null,
    bullets: last('bullets'),
    promise: last('promise'),
    ask: last('ask'),
    item: met ?? null,
    place: last('place'),
    meeting: meeting?.name ?? null,
    meetingAhead: (meeting?.last_day ?? '') >= today,
    ...onTheProgramme(contact.person),
    referrer: live('contact').value.get(contact.referred_by ?? '')?.name ?? null,
    ...wanted(contact.id),
    wroteOn: sent?.sent_at ? dayOf(sent.sent_at) : null,
    today,
  }
}

/** What the person gives, and the question one wrote down for them. */
function onTheProgramme(person: string | null): Pick<Facts, 'session' | 'question'> {
  if (!person) return { session: null, question: null }
  const theirs = [...items.value.values()].filter((item) => item.people.includes(person))
  const flags = [...live('target').value.values()].filter((row) => row.person === person || theirs.some((item) => item.id === row.item))
  const flagged = theirs.find((item) => flags.some((row) => row.item === item.id))
  return { session: (flagged ?? theirs[0])?.title ?? null, question: flags.find((row) => row.question?.trim())?.question ?? null }
}

/** The letter that they are to be asked for, the most urgent first. */
function letterOf(contact: string): Row<'letter'> | undefined {
  const open = recordsOf('letter', contact).filter((row) => !row.asked_on && !row.agreed_on && !row.declined_on)
  return open.sort((a, b) => (a.deadline_on ?? '9').localeCompare(b.deadline_on ?? '9'))[0]
}

/** The letter that is wanted of them, and the last news that is meant for them. */
function wanted(contact: string): Pick<Facts, 'letterFor' | 'deadline' | 'news'> {
  const letter = letterOf(contact)
  const news = [...live('milestone').value.values()].filter((row) => row.contacts.includes(contact)).sort((a, b) => (b.reached_on ?? '').localeCompare(a.reached_on ?? ''))
  return { letterFor: letter?.purpose ?? null, deadline: letter?.deadline_on ?? null, news: news[0]?.name ?? null }
}

/** One's own wordings for the purpose, the newest first. */
export function wordingsFor(purpose: Purpose): Row<'template'>[] {
  return [...live('template').value.values()].filter((row) => row.purpose === purpose).sort((a, b) => b.id.localeCompare(a.id))
}

const sentAs = (purpose: Purpose): Outreach['purpose'] => (purpose === 'research' ? 'approach' : purpose) // it may be nudged once, as a first e-mail may

/** Why one message more would be too many, in a sentence; null when it may go. */
export function tooMany(contact: string, purpose: Purpose): string | null {
  const found = refusedNow(contact, sentAs(purpose))
  if (!found) return null
  const since = found.last_on ? `, the last sent ${nearDay(found.last_on, todayFor(contact))}` : ''
  return `${found.unanswered} messages to them stand unanswered${since}. A third one seldom helps, and silence is kind.`
}

export interface Sending {
  id: string
  contact: string
  purpose: Purpose
  subject: string
  text: string
  channel: 'email' | 'message'
  reason: string
  /** The id of the follow-up that it was begun from. */
  step?: string | undefined
}

/** Logs the draft as sent; the follow-up closes by itself, and a letter counts as asked for. Taken back, it is a draft again. */
export async function logSent({ id, contact, purpose, subject, text, channel, reason, step }: Sending): Promise<void> {
  const wasKept = live('outreach').value.has(id)
  const sent_at = new Date().toISOString()
  const values = { ...draftHead(contact, purpose), purpose: sentAs(purpose), channel, subject, text, sent_at, reason: reason.trim() || null }
  const letter = purpose === 'letter' ? letterOf(contact) : undefined
  const asked = (asked_on: string | null) => (letter ? [{ draft: open('letter', letter.id), values: { asked_on } }] : [])
  const about = closedToo(contact, purpose, step)
  await saveTogether([{ draft: open('outreach', id), values }, ...asked(todayFor(contact)), ...about.map(({ entry }) => entry)])
  say(`Logged as sent, ${clock(sent_at)}`, async () => {
    const draft = { purpose: loggedAs(purpose), sent_at: null, reason: null, channel: null }
    await saveTogether([{ draft: open('outreach', id), values: draft }, ...asked(null)])
    for (const { back } of about) await back()
    if (!wasKept) await remove('outreach', id)
  })
}
