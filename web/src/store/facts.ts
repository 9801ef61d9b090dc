/**
 * What the rules of follow-ups work with: one person's story in order of time, and a step with its row laid over it.
 * Pure; twin of server/followups/facts.py.
 */
import { interval, localDay, moved, plus, type INTERVALS } from './days'
import { natural } from './ids'
import type { Outreach, Row, State, Step, Story, Why } from './story'

/** In the order in which those of one day are listed. */
const STEPS = ['thank_you', 'promise', 'ask', 'letter_ask', 'letter_packet', 'letter_reminder', 'letter_thank', 'nudge', 'tell', 'update', 'check_in']
export const RANK = new Map(STEPS.map((step, rank) => [step, rank]))
const VERBS = new Map([...STEPS.map((step) => [step, step] as const), ['thank_you', 'thank'], ['promise', 'keep_promise']])
const STATE_RANK: Record<State, number> = { done: 2, dismissed: 1, open: 0 }

/** A note, scan or message on the time line. */
export type Moment = { ms: number; id: string; day: string; purpose: string }
export type Facts = {
  story: Story
  first: string | null
  meetings: Moment[]
  sent: Moment[]
  received: Moment[]
  /** the last day without an hour on which the person was met or answered */
  heardOn: string | null
  rows: Map<string, Row>
}

/** When a step is due: while it is open by the student's settings, afterwards by the usual intervals alone. */
export type Due = { open: string | null; settled: string | null }
export const UNDATED: Due = { open: null, settled: null }

/** The story as the rules read it: without what was deleted or has no time. */
export function factsOf(story: Story): Facts {
  const log = (story.outreach ?? []).filter(isKept)
  const met = [
    ...(story.notes ?? []).filter(isKept).map(({ id, at }) => ({ id, at, purpose: '' })),
    ...(story.scans ?? []).filter(isKept).map(({ id, captured_at: at }) => ({ id, at, purpose: '' })),
  ]
  const letters = (story.letters ?? []).filter(isKept)
  const heard = [story.contact.met_on, ...letters.flatMap((one) => [one.agreed_on, one.declined_on, one.uploaded_on])]
  const meetings = line(met, story.zone)
  return {
    story,
    first: story.contact.met_on ?? meetings[0]?.day ?? null,
    meetings,
    sent: line(log.filter((message) => message.direction === 'out').map(entry), story.zone),
    received: line(log.filter((message) => message.direction === 'in').map(entry), story.zone),
    heardOn: heard.filter((day) => typeof day === 'string').sort().at(-1) ?? null,
    rows: rowsByStep(story.rows ?? []),
  }
}

/** Whether a reply came at or after the message, or the person was met or agreed after it (for a thank-you: on a later day). */
export function answered(facts: Facts, message: Moment): boolean {
  const reply = facts.received.at(-1)
  if (reply && reply.ms >= message.ms) return true
  if (facts.heardOn && facts.heardOn > message.day) return true
  const last = facts.meetings.at(-1)
  return !!last && last.ms > message.ms && (message.purpose !== 'thank_you' || last.day > message.day)
}

/** Due the interval of that name after the day. */
export function after({ story: { settings = {} } }: Facts, day: string, name: keyof typeof INTERVALS): Due {
  return { open: moved(plus(day, interval(settings, name)), settings), settled: plus(day, interval({}, name)) }
}

/** Due the interval of that name before the day; a quiet day moves it to the day before, never nearer. */
export function aheadOf({ story: { settings = {} } }: Facts, day: string, name: keyof typeof INTERVALS): Due {
  return { open: moved(plus(day, -interval(settings, name)), settings, -1), settled: plus(day, -interval({}, name)) }
}

/** A derived step with what its row says laid over it; `done` where the records themselves say so. */
export function stepOf(facts: Facts, step: string, cycle: string, due: Due, why: Partial<Why> = {}, done = false): Step {
  const { contact } = facts.story
  const row = facts.rows.get(keyOf(step, cycle))
  const state = done ? 'done' : stateOf(row)
  return {
    id: natural(`followup:${contact.id}:${step}:${cycle}`),
    contact: contact.id,
    step,
    cycle,
    due_on: row?.due_on ?? (state === 'open' ? due.open : due.settled),
    late_on: null,
    state,
    verb: VERBS.get(step) ?? 'own',
    name: contact.name ?? null,
    title: row?.title?.trim() || null,
    why: {
      met_on: facts.first,
      met_where: contact.met_where ?? null,
      promise: null,
      sent_on: null,
      last_on: null,
      about: null,
      about_on: null,
      ...why,
    },
    when: null,
  }
}

/** Whether the message may be followed by a nudge. */
export const begins = ({ purpose }: Moment): boolean => purpose === 'thank_you' || purpose === 'approach'

export const isKept = (row: { deleted?: boolean }): boolean => !row.deleted

export const isDerived = (row: Row): boolean => RANK.has(row.step ?? '')

export const isOpen = (step: Step): boolean => step.state === 'open'

export const keyOf = (step: string, cycle: string): string => `${step}:${cycle}`

export const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

export const byTime = (a: Moment, b: Moment): number => a.ms - b.ms || compare(a.id, b.id)

export function stateOf(row: Row | undefined): State {
  return row?.state === 'done' || row?.state === 'dismissed' ? row.state : 'open'
}

/** The text without blanks around it; null where nothing is left. */
export const trimmed = (text: string | null | undefined): string | null => text?.trim() || null

function entry({ id, sent_at: at, purpose }: Outreach) {
  return { id, at, purpose: purpose ?? '' }
}

/** The dated entries in order of time; what has no time has no place in the rules. */
function line(entries: { id: string; at: string | null | undefined; purpose: string }[], zone: Story['zone']): Moment[] {
  const moments = entries.flatMap(({ id, at, purpose }) => {
    const ms = Date.parse(at ?? '')
    return Number.isNaN(ms) ? [] : [{ ms, id, purpose, day: localDay(ms, zone) }]
  })
  return moments.sort(byTime)
}

/** The row that counts for each step and cycle: done before dismissed before open, whatever the order. */
function rowsByStep(rows: readonly Row[]): Map<string, Row> {
  const rank = (row: Row) => STATE_RANK[stateOf(row)]
  const kept = rows.filter((row) => isKept(row) && isDerived(row))
  kept.sort((a, b) => rank(a) - rank(b) || compare(a.id, b.id))
  return new Map(kept.map((row) => [keyOf(row.step ?? '', row.cycle || '0'), row]))
}
