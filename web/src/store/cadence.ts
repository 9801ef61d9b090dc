/**
 * The cadence of follow-ups: what is owed to one person, derived from plain values; twin of server/followups/cadence.py,
 * where the rules are told. `today` only tells whether a step is coming, due or late.
 */
import { interval, plus } from './days'
import { after, answered, begins, byTime, compare, factsOf, isDerived, isKept, isOpen, keyOf, RANK, stateOf, stepOf, trimmed, UNDATED, type Facts, type Moment } from './facts'
import { letterSteps } from './letters'
import { count, MESSAGES_UNANSWERED } from './silence'
import type { Note, Step, Story } from './story'

/** What is owed all the same after the hard stop. */
const DEBTS = new Set(['promise'])
/** One thing at a time. */
const BEFORE_A_CHECK_IN = new Set(['thank_you', 'promise', 'ask', 'nudge', 'tell'])

/** Every step of one person, done ones included, in order of day; a deleted contact has none. */
export function steps(story: Story, today: string): Step[] {
  if (story.contact.deleted) return []
  const facts = factsOf(story)
  let found = [...thankYou(facts), ...promises(facts), ...asks(facts), ...nudges(facts), ...referrers(facts), ...updates(facts), ...letterSteps(facts)]
  const busy = found.some((step) => isOpen(step) && BEFORE_A_CHECK_IN.has(step.step))
  found.push(...checkIns(facts).filter((step) => !(busy && isOpen(step))))
  if (count(facts) >= MESSAGES_UNANSWERED) found = found.filter((step) => !isOpen(step) || DEBTS.has(step.step))
  found.push(...rest(facts, new Set(found.map((step) => keyOf(step.step, step.cycle)))))
  return found.map((step) => ({ ...step, when: whenOf(step, today) })).sort(byDay)
}

/** The one follow-up this person is owed next, due or coming, or null when we should leave them alone. */
export function nextStep(story: Story, today: string): Step | null {
  return steps(story, today).find(isOpen) ?? null
}

/** The local day on which the person was first met or written to. */
export function reachedOn(story: Story): string | null {
  const { first, sent } = factsOf(story)
  return [first, sent[0]?.day].filter((day) => typeof day === 'string').sort()[0] ?? null
}

function thankYou(facts: Facts): Step[] {
  if (facts.first === null) return []
  const sent = facts.sent.some((message) => message.purpose === 'thank_you')
  const step = stepOf(facts, 'thank_you', '0', after(facts, facts.first, 'thank_you'), {}, sent)
  if (!isOpen(step)) return [step]
  const late = plus(facts.first, interval(facts.story.settings ?? {}, 'thank_you_late'))
  const next = plus(step.due_on ?? facts.first, 1)
  return [{ ...step, late_on: late > next ? late : next }]
}

function promises(facts: Facts): Step[] {
  return said(facts, 'promise').map(({ note, day, where }) => {
    const named = note.promise_due_on
    const due = named ? { open: named, settled: named } : day ? after(facts, day, 'promise') : UNDATED
    return stepOf(facts, 'promise', note.id, due, { met_on: day, met_where: where, promise: note.promise ?? null })
  })
}

function asks(facts: Facts): Step[] {
  return said(facts, 'ask').map(({ note, day, where }) => {
    const due = day ? after(facts, day, 'ask') : UNDATED
    return stepOf(facts, 'ask', note.id, due, { met_on: day, met_where: where, about: note.ask ?? null })
  })
}

/** Each note with such a text, its day, and where it was said. */
function said(facts: Facts, field: 'promise' | 'ask'): { note: Note; day: string | null; where: string | null }[] {
  const met = new Map(facts.meetings.map((moment) => [moment.id, moment.day]))
  const found = (facts.story.notes ?? []).filter((note) => isKept(note) && trimmed(note[field]))
  return found.map((note) => ({ note, day: met.get(note.id) ?? facts.first, where: note.place || (facts.story.contact.met_where ?? null) }))
}

/** One nudge for each thank-you or approach that was sent: open only for the last one, while nothing came back. */
function nudges(facts: Facts): Step[] {
  const cycles: { start: Moment; nudged: boolean }[] = []
  for (const message of facts.sent) {
    const last = cycles.at(-1)
    if (begins(message)) cycles.push({ start: message, nudged: false })
    else if (message.purpose === 'nudge' && last) last.nudged = true
  }
  return cycles.flatMap(({ start, nudged }, index) => {
    const step = stepOf(facts, 'nudge', start.id, after(facts, start.day, 'nudge'), { sent_on: start.day }, nudged)
    const owed = index === cycles.length - 1 && !answered(facts, start)
    return isOpen(step) && !owed ? [] : [step]
  })
}

/** A word to whoever named somebody whom the student has met or written to since; an update tells it, too. */
function referrers(facts: Facts): Step[] {
  return (facts.story.referred ?? []).flatMap(({ id, name, reached_on: day }) => {
    if (!day) return []
    return [stepOf(facts, 'tell', id, after(facts, day, 'tell'), { about: name ?? null, about_on: day }, told(facts, ['referral', 'update'], day))]
  })
}

/** The student's news for this person; a message of that purpose since its day tells all of them. */
function updates(facts: Facts): Step[] {
  return (facts.story.milestones ?? []).filter(isKept).flatMap(({ id, name, reached_on: day }) => {
    if (!day) return []
    return [stepOf(facts, 'update', id, after(facts, day, 'update'), { about: trimmed(name), about_on: day }, told(facts, ['update'], day))]
  })
}

function told(facts: Facts, purposes: string[], since: string): boolean {
  return facts.sent.some((message) => purposes.includes(message.purpose) && message.day >= since)
}

/** The check-in after the last contact, and those of earlier ones that a person settled. */
function checkIns(facts: Facts): Step[] {
  const { contact } = facts.story
  const touches = [...facts.meetings, ...facts.sent, ...facts.received].sort(byTime)
  const days = new Map(contact.met_on ? [['0', contact.met_on]] : [])
  for (const touch of touches) days.set(touch.id, touch.day)
  const end = touches.at(-1)
  const last = end && (!contact.met_on || end.day >= contact.met_on) ? end.id : '0'
  const wanted = [...days].filter(([cycle]) => cycle === last || facts.rows.has(keyOf('check_in', cycle)))
  return wanted
    .map(([cycle, day]) => stepOf(facts, 'check_in', cycle, after(facts, day, 'check_in'), { last_on: day }))
    .filter((step) => step.cycle === last || !isOpen(step))
}

/** Steps made by hand, and settled rows whose step is no longer derived. */
function rest(facts: Facts, known: Set<string>): Step[] {
  const left = [...facts.rows].flatMap(([key, row]) => (known.has(key) || stateOf(row) === 'open' ? [] : [row]))
  left.push(...(facts.story.rows ?? []).filter((row) => isKept(row) && !isDerived(row)))
  return left.map((row) => ({
    ...stepOf(facts, row.step || 'own', row.cycle || '0', UNDATED),
    id: row.id,
    due_on: row.due_on ?? null,
    state: stateOf(row),
    title: trimmed(row.title),
  }))
}

function whenOf(step: Step, today: string): Step['when'] {
  if (!isOpen(step) || step.due_on === null) return null
  if (step.due_on > today) return 'coming'
  return step.late_on !== null && today >= step.late_on ? 'late' : 'due'
}

function byDay(a: Step, b: Step): number {
  const rank = (step: Step) => RANK.get(step.step) ?? RANK.size
  return compare(a.due_on ?? '9999-12-31', b.due_on ?? '9999-12-31') || rank(a) - rank(b) || compare(a.id, b.id)
}
