/** Days of follow-ups: intervals within bounds, quiet days, local days; pure, twin of server/followups/days.py. */
import type { Settings } from './story'

/** Days: what holds unless the student says otherwise, the least and the most that may be said. */
export const INTERVALS = {
  thank_you: [2, 1, 14],
  thank_you_late: [3, 2, 30],
  nudge: [7, 5, 30],
  check_in: [60, 14, 365],
  promise: [3, 1, 30],
  ask: [3, 1, 30],
  tell: [3, 1, 30],
  update: [3, 1, 30],
  letter_ask: [42, 14, 180],
  letter_ask_late: [28, 7, 150],
  letter_packet: [2, 1, 14],
  letter_reminder: [7, 2, 30],
} as const

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const [FIRST_DAY, LAST_DAY] = ['0001-01-01', '9999-12-31']
const QUIET_SEARCH = 366
const DAY_MS = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** The interval in whole days, brought within its bounds. */
export function interval(settings: Settings, name: keyof typeof INTERVALS): number {
  const [usual, least, most] = INTERVALS[name]
  const value = settings.intervals?.[name]
  return Number.isInteger(value) ? Math.min(Math.max(value as number, least), most) : usual
}

/** The day, or the first after it (before it with a `step` of -1) that is not quiet; unmoved in a quiet year. */
export function moved(day: string, settings: Settings, step: 1 | -1 = 1): string {
  const quiet = new Set(settings.quiet_days)
  let candidate = day
  for (let tries = 0; tries < QUIET_SEARCH; tries += 1) {
    const weekday = WEEKDAYS[new Date(midnight(candidate)).getUTCDay()] ?? ''
    if (!quiet.has(weekday) && !quiet.has(candidate)) return candidate
    candidate = plus(candidate, step)
  }
  return day
}

/** The day so many days later, or earlier, within the days there are. */
export function plus(day: string, count: number): string {
  const ms = Math.min(midnight(day) + count * DAY_MS, midnight(LAST_DAY))
  return new Date(Math.max(ms, midnight(FIRST_DAY))).toISOString().slice(0, 10)
}

/** The day an instant falls on in the zone; UTC where the zone is absent or unknown. */
export function localDay(ms: number, zone: string | null | undefined): string {
  const parts = new Map(format(zone || 'UTC').formatToParts(ms).map((part) => [part.type, part.value]))
  const day = `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`
  return day.length === LAST_DAY.length ? day : new Date(ms).toISOString().slice(0, 10)
}

function midnight(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = formatIn(zone)
  formats.set(zone, made)
  return made
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const shape = { year: 'numeric', month: '2-digit', day: '2-digit', calendar: 'iso8601' } as const
  try {
    return new Intl.DateTimeFormat('en-CA', { ...shape, timeZone })
  } catch {
    return new Intl.DateTimeFormat('en-CA', { ...shape, timeZone: 'UTC' })
  }
}
