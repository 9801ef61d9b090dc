/**
 * The cadence of follow-ups: what is owed to one person, derived from plain values; twin of server/followups/cadence.py,
 * where the rules are told. `today` only tells whether a step is coming, due or late.
 */
import { interval, localDay, moved, plus } from './days'
import { natural } from './ids'
import type { Outreach, Row, State, Step, Story, Why } from './story'

const RANK = new Map([['thank_you', 0], ['promise', 1], ['nudge', 2], ['check_in', 3]])
const VERBS = new Map([['thank_you', 'thank'], ['promise', 'keep_promise'], ['nudge', 'nudge'], ['check_in', 'check_in']])
const STATE_RANK: Record<State, number> = { done: 2, dismissed: 1, open: 0 }
/** After this many without an answer the person is left alone. */
export const MESSAGES_UNANSWERED = 2

/** A note, scan or message on the time line. */
type Moment = { ms: number; id: string; day: string; purpose: string }
type Facts = {
  story: Story
  first: string | null
  meetings: Moment[]
  sent: Moment[]
  received: Moment[]
  rows: Map<string, Row>
}

/** Every step of one person, done ones included, in order of day; a deleted contact has none. */
export function steps(story: Story, today: string): Step[] {
  if (story.contact.deleted) return []
  const facts = factsOf(story)
  let found = [...thankYou(facts), ...promises(facts), ...nudges(facts)]
  const busy = found.some(isOpen)
  found.push(...checkIns(facts).filter((step) => !(busy && isOpen(step))))
  if (countUnanswered(facts) >= MESSAGES_UNANSWERED) {
    found = found.filter((step) => !isOpen(step) || step.step === 'promise')
  }
  found.push(...rest(facts, new Set(found.map((step) => keyOf(step.step, step.cycle)))))
  return found.map((step) => ({ ...step, when: whenOf(step, today) })).sort(byDay)
}

/** The one follow-up this person is owed next, due or coming, or null when we should leave them alone. */
export function nextStep(story: Story, today: string): Step | null {
  return steps(story, today).find(isOpen) ?? null
}

/** How many messages were sent since the person last answered or was met; a nudge ticked off unlogged counts. */
export function unanswered(story: Story): number {
  return countUnanswered(factsOf(story))
}

function countUnanswered(facts: Facts): number {
  const waiting = facts.sent.filter((message) => !answered(facts, message))
  const start = waiting.filter(begins).at(-1)
  if (!start || facts.rows.get(keyOf('nudge', start.id))?.state !== 'done') return waiting.length
  const logged = waiting.some((message) => message.purpose === 'nudge' && message.ms >= start.ms)
  return waiting.length + (logged ? 0 : 1)
}

function factsOf(story: Story): Facts {
  const log = (story.outreach ?? []).filter(isKept)
  const met = [
    ...(story.notes ?? []).filter(isKept).map(({ id, at }) => ({ id, at, purpose: '' })),
    ...(story.scans ?? []).filter(isKept).map(({ id, captured_at: at }) => ({ id, at, purpose: '' })),
  ]
  const meetings = line(met, story.zone)
  return {
    story,
    first: story.contact.met_on ?? meetings[0]?.day ?? null,
    meetings,
    sent: line(log.filter((message) => message.direction === 'out').map(entry), story.zone),
    received: line(log.filter((message) => message.direction === 'in').map(entry), story.zone),
    rows: rowsByStep(story.rows ?? []),
  }
}

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

function thankYou(facts: Facts): Step[] {
  if (facts.first === null) return []
  const settings = facts.story.settings ?? {}
  const step = derived(facts, 'thank_you', '0', moved(plus(facts.first, interval(settings, 'thank_you')), settings))
  const late = plus(facts.first, interval(settings, 'thank_you_late'))
  const after = plus(step.due_on ?? facts.first, 1)
  const sent = facts.sent.some((message) => message.purpose === 'thank_you')
  return [{ ...step, state: sent ? 'done' : step.state, late_on: late > after ? late : after }]
}

function promises(facts: Facts): Step[] {
  const { contact, notes = [], settings = {} } = facts.story
  const met = new Map(facts.meetings.map((moment) => [moment.id, moment.day]))
  return notes.filter((note) => isKept(note) && note.promise?.trim()).map((note) => {
    const day = met.get(note.id) ?? facts.first
    const usual = day && moved(plus(day, interval(settings, 'promise')), settings)
    const step = derived(facts, 'promise', note.id, note.promise_due_on ?? usual)
    const where = note.place || (contact.met_where ?? null)
    return { ...step, why: { ...step.why, met_on: day, met_where: where, promise: note.promise ?? null } }
  })
}

/** One nudge for each thank-you or approach that was sent: open only for the last one, while nothing came back. */
function nudges(facts: Facts): Step[] {
  const settings = facts.story.settings ?? {}
  const cycles: { start: Moment; nudged: boolean }[] = []
  for (const message of facts.sent) {
    const last = cycles.at(-1)
    if (begins(message)) cycles.push({ start: message, nudged: false })
    else if (message.purpose === 'nudge' && last) last.nudged = true
  }
  return cycles.flatMap(({ start, nudged }, index) => {
    const due = moved(plus(start.day, interval(settings, 'nudge')), settings)
    const step = derived(facts, 'nudge', start.id, due)
    const state = nudged ? 'done' : step.state
    const owed = index === cycles.length - 1 && !answered(facts, start)
    return state === 'open' && !owed ? [] : [{ ...step, state, why: { ...step.why, sent_on: start.day } }]
  })
}

/** The check-in after the last contact, and those of earlier ones that a person settled. */
function checkIns(facts: Facts): Step[] {
  const { contact, settings = {} } = facts.story
  const touches = [...facts.meetings, ...facts.sent, ...facts.received].sort(byTime)
  const days = new Map(contact.met_on ? [['0', contact.met_on]] : [])
  for (const touch of touches) days.set(touch.id, touch.day)
  const end = touches.at(-1)
  const last = end && (!contact.met_on || end.day >= contact.met_on) ? end.id : '0'
  const wanted = [...days].filter(([cycle]) => cycle === last || facts.rows.has(keyOf('check_in', cycle)))
  return wanted
    .map(([cycle, day]) => {
      const step = derived(facts, 'check_in', cycle, moved(plus(day, interval(settings, 'check_in')), settings))
      return { ...step, why: { ...step.why, last_on: day } }
    })
    .filter((step) => step.cycle === last || !isOpen(step))
}

/** Steps made by hand, and settled rows whose step is no longer derived. */
function rest(facts: Facts, known: Set<string>): Step[] {
  const left = [...facts.rows].flatMap(([key, row]) => (known.has(key) || stateOf(row) === 'open' ? [] : [row]))
  left.push(...(facts.story.rows ?? []).filter((row) => isKept(row) && !isDerived(row)))
  return left.map((row) => ({
    ...derived(facts, row.step || 'own', row.cycle || '0', null),
    id: row.id,
    due_on: row.due_on ?? null,
    state: stateOf(row),
    title: row.title?.trim() || null,
  }))
}

/** A derived step with what its row says laid over it. */
function derived(facts: Facts, step: string, cycle: string, due: string | null): Step {
  const { contact } = facts.story
  const row = facts.rows.get(keyOf(step, cycle))
  const why: Why = { met_on: facts.first, met_where: contact.met_where ?? null, promise: null, sent_on: null, last_on: null }
  return {
    id: natural(`followup:${contact.id}:${step}:${cycle}`),
    contact: contact.id,
    step,
    cycle,
    due_on: row?.due_on ?? due,
    late_on: null,
    state: stateOf(row),
    verb: VERBS.get(step) ?? 'own',
    name: contact.name ?? null,
    title: row?.title?.trim() || null,
    why,
    when: null,
  }
}

/** Whether a reply came at or after the message, or the person was met after it (for a thank-you: on a later day). */
function answered(facts: Facts, message: Moment): boolean {
  const reply = facts.received.at(-1)
  if (reply && reply.ms >= message.ms) return true
  const { met_on: metOn } = facts.story.contact
  if (metOn && metOn > message.day) return true
  const last = facts.meetings.at(-1)
  return !!last && last.ms > message.ms && (message.purpose !== 'thank_you' || last.day > message.day)
}

function begins(message: Moment): boolean {
  return message.purpose === 'thank_you' || message.purpose === 'approach'
}

function isKept(row: { deleted?: boolean }): boolean {
  return !row.deleted
}

function isDerived(row: Row): boolean {
  return RANK.has(row.step ?? '')
}

function isOpen(step: Step): boolean {
  return step.state === 'open'
}

function stateOf(row: Row | undefined): State {
  return row?.state === 'done' || row?.state === 'dismissed' ? row.state : 'open'
}

function whenOf(step: Step, today: string): Step['when'] {
  if (!isOpen(step) || step.due_on === null) return null
  if (step.due_on > today) return 'coming'
  return step.late_on !== null && today >= step.late_on ? 'late' : 'due'
}

function keyOf(step: string, cycle: string): string {
  return `${step}:${cycle}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function byTime(a: Moment, b: Moment): number {
  return a.ms - b.ms || compare(a.id, b.id)
}

function byDay(a: Step, b: Step): number {
  const rank = (step: Step) => RANK.get(step.step) ?? RANK.size
  return compare(a.due_on ?? '9999-12-31', b.due_on ?? '9999-12-31') || rank(a) - rank(b) || compare(a.id, b.id)
}
