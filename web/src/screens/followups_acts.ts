/** What a tap on a follow-up does, on one or on many at once; each with one undo. */
import { say } from '../parts/Toast'
import { fresh } from '../store/ids'
import type { Kinds, Letter, Outreach, Row } from '../store/kinds'
import { live, open, remove, save, saveTogether } from '../store/records'
import type { Step } from '../store/story'
import { titleOf } from '../views/followup_words'
import { longDay } from '../views/when'
import { fill, refusedNow, sentNow, todayFor } from './followups_data'

type Values = { state: Row<'followup'>['state']; due_on: string | null }
type Back = () => Promise<void>
type Act = { entry: Parameters<typeof saveTogether>[0][number]; back: Back }

const MESSAGES = new Map<string, Outreach['purpose']>([
  ['thank_you', 'thank_you'],
  ['ask', 'other'],
  ['nudge', 'nudge'],
  ['tell', 'referral'],
  ['update', 'update'],
  ['check_in', 'check_in'],
  ['letter_ask', 'letter'],
  ['letter_packet', 'letter'],
  ['letter_reminder', 'letter'],
  ['letter_thank', 'letter'],
])

/** The day of a letter that says that the step was taken. */
const LETTER_DAYS = new Map<string, keyof Letter>([
  ['letter_ask', 'asked_on'],
  ['letter_packet', 'packet_on'],
  ['letter_thank', 'thanked_on'],
])

/** Steps that a message of their purpose does not end by itself. */
export const TICKED_TOO = new Set(['ask', 'letter_reminder', ...LETTER_DAYS.keys()])

/** Whether the step is a message, which is logged as sent, rather than something to tick off. */
export const isMessage = (step: Step): boolean => MESSAGES.has(step.step)

/** Whether a person ticked the step off, so that it can be opened again. */
export const canReopen = (step: Step): boolean => live('followup').value.has(step.id) || LETTER_DAYS.has(step.step)

export const markSent = (step: Step): Promise<void> => markAllSent([step])

/** Logs a message to each; whoever is to be left alone is left out, and said so. */
export async function markAllSent(steps: readonly Step[]): Promise<void> {
  const sent = steps.filter((step) => refusedNow(step.contact, purposeOf(step)) === null)
  const left = steps.length - sent.length
  const words = steps.length === 1 ? 'Logged as sent' : `${sent.length} logged as sent`
  await doTogether(
    sent.flatMap((step) => [message(step), ...(TICKED_TOO.has(step.step) ? [ticked(step)] : [])]),
    left > 0 ? `${words}. ${left} left alone: two messages stand unanswered.` : words,
  )
  sent.forEach(fill)
}

export const markDone = (step: Step): Promise<void> => markAllDone([step])

export async function markAllDone(steps: readonly Step[]): Promise<void> {
  steps.forEach(fill)
  await doTogether(steps.map(ticked), steps[0] && steps.length === 1 ? `Done: ${titleOf(steps[0])}` : `${steps.length} done`)
}

export const leaveAlone = (step: Step): Promise<void> => doTogether([settled(step, { state: 'dismissed', due_on: step.due_on })], 'Left alone')

export const snooze = (step: Step, due_on: string): Promise<void> => snoozeAll([step], due_on)

/** Puts the steps off to the day, `YYYY-MM-DD`. */
export function snoozeAll(steps: readonly Step[], due_on: string): Promise<void> {
  const words = `Put off to ${longDay(due_on)}`
  return doTogether(steps.map((step) => settled(step, { state: 'open', due_on })), steps.length === 1 ? words : `${steps.length}: ${words.toLowerCase()}`)
}

/** Opens what was ticked off; its day is told by the rules again. */
export async function reopen(step: Step): Promise<void> {
  const field = LETTER_DAYS.get(step.step)
  const acts = live('followup').value.has(step.id) ? [settled(step, { state: 'open', due_on: step.step === 'own' ? step.due_on : null })] : []
  if (field) acts.push(ofLetter(step, field, null))
  await doTogether(acts, 'Open again')
}

/** Logs a message, with why where it is one too many. */
export async function logSent(contact: string, purpose: Outreach['purpose'], reason: string | null): Promise<void> {
  const id = fresh()
  await save(open('outreach', id), { ...sentNow(contact, 'out', purpose), reason })
  say('Logged as sent', () => remove('outreach', id))
}

async function doTogether(acts: readonly Act[], words: string): Promise<void> {
  await saveTogether(acts.map(({ entry }) => entry))
  say(words, async () => {
    for (const { back } of acts) await back()
  })
}

const purposeOf = (step: Step): Outreach['purpose'] => MESSAGES.get(step.step) ?? 'other'

function message(step: Step): Act {
  const id = fresh()
  return { entry: { draft: open('outreach', id), values: sentNow(step.contact, 'out', purposeOf(step)) }, back: () => remove('outreach', id) }
}

/** Done keeps the day it had, whatever the settings become; of a letter the letter itself says it. */
export function ticked(step: Step): Act {
  const field = LETTER_DAYS.get(step.step)
  return field ? ofLetter(step, field, todayFor(step.contact)) : settled(step, { state: 'done', due_on: step.due_on })
}

function ofLetter(step: Step, field: keyof Letter, day: string | null): Act {
  const before = live('letter').value.get(step.cycle)?.[field] ?? null
  return put('letter', step.cycle, { [field]: day }, () => save(open('letter', step.cycle), { [field]: before }))
}

/** What a person did to a step becomes its row; undo puts the row back as it was. */
function settled(step: Step, values: Values): Act {
  const before = live('followup').value.get(step.id)
  const whole = { contact: before?.contact ?? step.contact, step: step.step, cycle: step.cycle, ...values }
  return put('followup', step.id, whole, async () => {
    if (before) await save(open('followup', step.id), { state: before.state, due_on: before.due_on })
    else await remove('followup', step.id)
  })
}

function put<K extends 'followup' | 'letter'>(kind: K, id: string, values: Partial<Kinds[K]>, back: Back): Act {
  return { entry: { draft: open(kind, id), values }, back }
}
