/** The choices of the settings as words, and what may be chosen. Pure. */
import { INTERVALS } from '../store/days'

export type IntervalName = keyof typeof INTERVALS

interface IntervalShown {
  name: IntervalName
  words: string
  detail: string
  /** What the advice of the field calls usual, in days. */
  range: readonly [number, number]
}

export const INTERVALS_SHOWN: readonly IntervalShown[] = [
  { name: 'thank_you', words: 'Thank', detail: 'after you met', range: [2, 3] },
  { name: 'thank_you_late', words: 'Thank-you is late', detail: 'after you met', range: [3, 7] },
  { name: 'nudge', words: 'Nudge, once', detail: 'after your message', range: [7, 14] },
  { name: 'promise', words: 'Keep a promise', detail: 'where you named no day', range: [1, 7] },
  { name: 'ask', words: 'Ask what you wanted to ask', detail: 'after you met', range: [1, 7] },
  { name: 'tell', words: 'Thank who named somebody', detail: 'after you reached them', range: [1, 7] },
  { name: 'update', words: 'Tell your news', detail: 'after its day', range: [1, 7] },
  { name: 'check_in', words: 'Check in', detail: 'after you last met or wrote', range: [45, 90] },
  { name: 'letter_ask', words: 'Ask for a letter', detail: 'before its deadline', range: [28, 42] },
  { name: 'letter_ask_late', words: 'Asking is late', detail: 'before its deadline', range: [21, 28] },
  { name: 'letter_packet', words: 'Send the papers for a letter', detail: 'after they agreed', range: [1, 7] },
  { name: 'letter_reminder', words: 'Remind of a letter', detail: 'before its deadline', range: [5, 10] },
]

/** "2 days" from what was typed, within the bounds; null where it is no whole number. */
export function intervalFrom(name: IntervalName, typed: string): number | null {
  if (!/^\d{1,4}$/.test(typed.trim())) return null
  const [, least, most] = INTERVALS[name]
  return Math.min(Math.max(Number(typed), least), most)
}

/** "Usually 7 to 14; 5 to 30 allowed". */
export function rangeWords(name: IntervalName): string {
  const [from, to] = INTERVALS_SHOWN.find((one) => one.name === name)?.range ?? INTERVALS[name]
  const [, least, most] = INTERVALS[name]
  return `Usually ${from} to ${to}; ${least} to ${most} allowed`
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export const WEEKDAY_WORDS: Readonly<Record<string, string>> = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' }

/** Single quiet days, in order. */
export function quietDates(quiet: readonly string[]): string[] {
  return quiet.filter((one) => /^\d{4}-\d\d-\d\d$/.test(one)).sort()
}

export interface AlarmChoice {
  value: string
  words: string
}

/** No alarm; the wire says null for it. */
export const OFF = 'off'

export const ALARMS: Readonly<Record<'followups' | 'sessions', { usual: string; choices: readonly AlarmChoice[] }>> = {
  followups: {
    usual: 'PT15H',
    choices: [
      { value: 'PT15H', words: '9:00 the day before' },
      { value: 'PT0S', words: 'Midnight of the day' },
      { value: OFF, words: 'None' },
    ],
  },
  sessions: {
    usual: 'PT15M',
    choices: [
      { value: 'PT10M', words: '10 min before' },
      { value: 'PT15M', words: '15 min before' },
      { value: 'PT30M', words: '30 min before' },
      { value: OFF, words: 'None' },
    ],
  },
}

export type Alarms = Readonly<Record<string, string | null>>

/** The choice that holds: the one made, else the usual one; null was chosen as none. */
export function alarmOf(alarms: Alarms | null, name: 'followups' | 'sessions'): string {
  const { usual, choices } = ALARMS[name]
  const told = alarms?.[name]
  if (told === null) return OFF
  const bare = told?.replace(/^-/, '')
  return choices.some((choice) => choice.value === bare) && bare !== undefined ? bare : usual
}

/** The alarms with one choice made, as they are stored. */
export function withAlarm(alarms: Alarms | null, name: string, value: string): Alarms {
  return { ...alarms, [name]: value === OFF ? null : value }
}

/** Zones that hold every word of what was typed: "new york" finds America/New_York. */
export function zonesLike(typed: string, zones: readonly string[], most = 8): string[] {
  const words = typed.toLowerCase().replaceAll('_', ' ').split(/[\s/]+/).filter((word) => word !== '')
  if (words.length === 0) return []
  const found = zones.filter((zone) => {
    const text = zone.toLowerCase().replaceAll('_', ' ')
    return words.every((word) => text.includes(word))
  })
  return found.slice(0, most)
}
