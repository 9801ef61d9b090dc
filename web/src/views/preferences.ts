/** The choices of the settings as words, and what may be chosen. Pure. */
import { INTERVALS } from '../store/days'

export type IntervalName = keyof typeof INTERVALS

interface IntervalShown {
  name: IntervalName
  words: string
  detail: string
}

export const INTERVALS_SHOWN: readonly IntervalShown[] = [
  { name: 'thank_you', words: 'Thank', detail: 'after you met' },
  { name: 'thank_you_late', words: 'Thank-you is late', detail: 'after you met' },
  { name: 'nudge', words: 'Nudge, once', detail: 'after your message' },
  { name: 'promise', words: 'Keep a promise', detail: 'where you named no day' },
  { name: 'check_in', words: 'Check in', detail: 'after you last met or wrote' },
]

/** "2 days" from what was typed, within the bounds; null where it is no whole number. */
export function intervalFrom(name: IntervalName, typed: string): number | null {
  if (!/^\d{1,4}$/.test(typed.trim())) return null
  const [, least, most] = INTERVALS[name]
  return Math.min(Math.max(Number(typed), least), most)
}

export function rangeWords(name: IntervalName): string {
  const [usual, least, most] = INTERVALS[name]
  return `Usual ${usual}, from ${least} to ${most}`
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
