/** What a follow-up is called, what is owed beside the person's name, and why. Pure. */
import type { Step } from '../store/story'
import { isOwn } from './followups'
import { longDay, nearDay } from './when'
import { placed } from './where'

type Words = Readonly<Record<string, (step: Step) => string>>

const TITLES: Words = {
  thank_you: (step) => `Thank ${nameOf(step)}`,
  nudge: (step) => `Nudge ${nameOf(step)}`,
  check_in: (step) => `Check in with ${nameOf(step)}`,
  promise: (step) => `Keep your promise to ${nameOf(step)}`,
  ask: (step) => `Ask ${nameOf(step)} what you wanted to ask`,
  tell: (step) => `Thank ${nameOf(step)} for the introduction`,
  update: (step) => `Tell ${nameOf(step)} your news`,
  letter_ask: (step) => `Ask ${nameOf(step)} for the letter`,
  letter_packet: (step) => `Send ${nameOf(step)} the papers for the letter`,
  letter_reminder: (step) => `Remind ${nameOf(step)} of the letter`,
  letter_thank: (step) => `Thank ${nameOf(step)} for the letter`,
}

const OWED: Words = {
  thank_you: () => 'Thank them',
  nudge: () => 'Nudge them, once',
  check_in: () => 'Check in',
  promise: ({ why }) => (why.promise ? `Keep your promise: ${why.promise}` : 'Keep your promise'),
  ask: ({ why }) => `Ask: ${why.about ?? 'what you wanted to ask'}`,
  tell: () => 'Thank them for the introduction',
  update: ({ why }) => `Tell them: ${why.about ?? 'your news'}`,
  letter_ask: () => 'Ask for the letter',
  letter_packet: () => 'Send the papers for the letter',
  letter_reminder: () => 'Remind them of the letter',
  letter_thank: () => 'Thank them for the letter',
}

/** What a letter's writer needs, by the time they agreed. */
export const PACKET = 'Send your CV, a draft of your statement, what you did together and what they saw in you.'

/** "Thank Maren Oduya": the person is named, not the record. */
export function titleOf(step: Step): string {
  return step.title ?? TITLES[step.step]?.(step) ?? `Follow up with ${nameOf(step)}`
}

/** What is owed, beside the person's own name: "Thank them", "Keep your promise: my CV". */
export function owedWords(step: Step): string {
  return step.title ?? OWED[step.step]?.(step) ?? 'Follow up'
}

/** Why it is owed: "Met on Sunday at Y-90 radioembolization. You promised: my CV." */
export function whyOf(step: Step, today: string): string {
  const { why } = step
  if (step.step === 'nudge' && why.sent_on) return `You wrote ${nearDay(why.sent_on, today)}, no reply. One nudge, then leave it.`
  if (isOwn(step)) return joined(step.name ? `Your own follow-up for ${step.name}.` : 'Your own follow-up.', met(step, today))
  if (step.step === 'check_in' && why.last_on) return `Last in touch ${nearDay(why.last_on, today)}.`
  if (step.step === 'tell' && why.about_on) return `They named ${why.about ?? 'someone'}, whom you reached ${nearDay(why.about_on, today)}. Say how it went.`
  if (step.step === 'update' && why.about_on) return `${why.about ?? 'Your news'}, ${nearDay(why.about_on, today)}.`
  if (step.step.startsWith('letter_')) return letterWhy(step)
  return joined(met(step, today), why.promise ? `You promised: ${why.promise}.` : '', why.about ? `You wanted to ask: ${why.about}` : '')
}

function letterWhy({ step, why }: Step): string {
  const what = why.about ? `For: ${why.about}.` : ''
  const until = why.about_on && step !== 'letter_thank' ? `Due ${longDay(why.about_on)}.` : ''
  return joined(what, until, step === 'letter_packet' ? PACKET : '')
}

function met({ why }: Step, today: string): string {
  return why.met_on ? `Met ${nearDay(why.met_on, today)}${why.met_where ? ` ${placed(why.met_where)}` : ''}.` : ''
}

const nameOf = (step: Step): string => step.name ?? 'someone'

const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join(' ')
