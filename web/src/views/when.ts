/** Times and days in words, always in a zone that is named. Pure: now is a value. */

const formats = new Map<string, Intl.DateTimeFormat>()

function format(zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([zone, options])
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', { ...options, ...(zone ? { timeZone: zone } : {}) })
    formats.set(key, found)
  }
  return found
}

/** "10:30" in the zone; the device's when none is given. */
export function clock(instant: Date | string, zone?: string | null): string {
  return format(zone ?? undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant))
}

/** "2026-11-29", the calendar day of an instant in the zone. */
export function dayOf(instant: Date | string, zone?: string | null): string {
  const parts = format(zone ?? undefined, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(instant))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

const NIGHT = 5 * 3_600_000

/** The conference day of an instant: before 05:00 still counts to the day before. */
export function conferenceDay(instant: Date, zone?: string | null): string {
  return dayOf(new Date(instant.getTime() - NIGHT), zone)
}

/** The zone's weekday and day: "Sun 29". */
export function shortDay(day: string): string {
  return format('UTC', { weekday: 'short', day: 'numeric' }).format(noon(day)).replace(',', '')
}

/** "Sun 29 Nov": what is looked up months later needs the month. */
export function dayAndMonth(day: string): string {
  return format('UTC', { weekday: 'short', day: 'numeric', month: 'short' }).format(noon(day)).replace(',', '')
}

/** "Sunday 29 November". */
export function longDay(day: string): string {
  return format('UTC', { weekday: 'long', day: 'numeric', month: 'long' }).format(noon(day)).replace(',', '')
}

/** "2026-11-29T09:00" of a file as "Sun 29 November 2026, 09:00"; any other words of its own stay as they are. */
export function fileWhen(words: string): string {
  const [, day, time, utc] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)[\d:.]*(Z?))?$/.exec(words) ?? []
  if (day === undefined || Number.isNaN(noon(day).getTime())) return words
  const date = format('UTC', { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' }).format(noon(day)).replace(',', '')
  return time === undefined ? date : `${date}, ${time}${utc ? ' UTC' : ''}`
}

/** "today", "tomorrow", "yesterday", "on Sunday" within six days, else "on 29 November". */
export function nearDay(day: string, today: string): string {
  const distance = daysBetween(today, day)
  if (distance === 0) return 'today'
  if (distance === 1) return 'tomorrow'
  if (distance === -1) return 'yesterday'
  if (Math.abs(distance) < 7) return `on ${format('UTC', { weekday: 'long' }).format(noon(day))}`
  return `on ${format('UTC', { day: 'numeric', month: 'long' }).format(noon(day))}`
}

/** Whole days from one day to another; negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((noon(to).getTime() - noon(from).getTime()) / 86_400_000)
}

/** The day so many days later. */
export function plusDays(day: string, days: number): string {
  return new Date(noon(day).getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

/** "18 min left", "2 h left". */
export function left(now: Date, ends: string): string {
  return `${span(new Date(ends).getTime() - now.getTime())} left`
}

/** "in 33 min", "in 2 h". */
export function until(now: Date, starts: string): string {
  return `in ${span(new Date(starts).getTime() - now.getTime())}`
}

function span(milliseconds: number): string {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000))
  if (minutes < 100) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}

function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`)
}
