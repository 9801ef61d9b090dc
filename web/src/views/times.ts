/** When an item is, in words, in the conference's zone and, where they differ, in the device's. Pure. */
import type { Item, ItemDetails } from '../store/agenda_shapes'
import { clock, dayOf, left, longDay, shortDay, until } from './when'

export interface TimeWords {
  day: string | null
  /** "10:30 to 11:45" in the conference's zone; null where no time is known. */
  there: string | null
  /** "17:30 to 18:45 where you are"; null where that is the same. */
  here: string | null
}

/** The time of an item for its page. */
export function timeWords(item: Item, zone: string | null, device: string): TimeWords {
  const day = item.day_on ? longDay(item.day_on) : null
  if (!item.starts) return { day, there: localWords(item.local), here: null }
  const there = range(item, zone)
  if (!zone || !isElsewhere(item.starts, zone, device)) return { day, there, here: null }
  const own = dayOf(item.starts, device)
  const named = own === dayOf(item.starts, zone) ? '' : `${shortDay(own)}, `
  return { day, there, here: `${named}${range(item, device)} where you are` }
}

/** Whether the device's clock shows another time than the conference's at that instant. */
export function isElsewhere(instant: string | Date, zone: string | null, device: string): boolean {
  if (!zone || zone === device) return false
  return clock(instant, zone) !== clock(instant, device) || dayOf(instant, zone) !== dayOf(instant, device)
}

function range(item: Item, zone: string | null): string | null {
  if (!item.starts) return null
  const from = clock(item.starts, zone)
  return item.ends ? `${from} to ${clock(item.ends, zone)}` : from
}

/** "09:00 to 10:00" of the file's own wall clock. */
export function localWords(local: string | null): string | null {
  const times = [...(local ?? '').matchAll(/T(\d\d:\d\d)/g)].map((found) => found[1])
  return times.length > 0 ? times.join(' to ') : null
}

/** "Sun 29, 10:30" for a list of many days; "" where neither is known. */
export function dayAndHour(item: Item, zone: string | null): string {
  const time = item.starts ? clock(item.starts, zone) : localWords(item.local)?.slice(0, 5)
  return [item.day_on && shortDay(item.day_on), time].filter((part) => part).join(', ')
}

/** "18 min left", "in 33 min" up to the limit in milliseconds; null otherwise. */
export function nearWords(item: Item, now: Date, most = Number.POSITIVE_INFINITY): string | null {
  if (!item.starts || item.status === 'cancelled') return null
  const away = Date.parse(item.starts) - now.getTime()
  if (away > 0) return away < most ? until(now, item.starts) : null
  return item.ends && Date.parse(item.ends) > now.getTime() ? left(now, item.ends) : null
}

/** What is not certain about an item, in whole sentences; the line is dashed where there is any. */
export function openPoints(item: Item, marks: readonly string[]): string[] {
  return [
    item.status === 'cancelled' && 'Cancelled. Your flag and notes stay.',
    !item.starts && item.local && 'The time zone of the venue is not known yet, so the calendar leaves this out.',
    !item.starts && !item.local && 'The programme gives no time.',
    marks.includes('end_guessed') && 'The end is guessed: the programme only says when it starts.',
    marks.includes('time_of_session') && 'This is the time of the whole session; the talk is somewhere within.',
    marks.includes('all_day') && 'All day.',
  ].filter((point): point is string => typeof point === 'string')
}

/** Whether the line is dashed: moved, end guessed, zone open, cancelled. */
export function isOpen(item: Item, marks: ItemDetails['marks'] = []): boolean {
  return item.status === 'cancelled' || (!item.starts && item.local !== null) || marks.includes('end_guessed')
}
