/** A value of a record as a person reads it: an id says whom or what it names, an instant its day and time. */
import { conferences, items, people } from '../store/agenda'
import { bin, live } from '../store/records'
import { titleOf } from '../views/agenda'
import { valueWords } from '../views/conflicts'
import { clock, dayOf, longDay } from '../views/when'

const ELSEWHERE = 'one that is not on this device'

const contactOf = (id: string) => (live('contact').value.get(id) ?? bin('contact').value.get(id))?.name
const itemOf = (id: string) => {
  const item = items.value.get(id)
  return item && titleOf(item)
}

const NAMES: Readonly<Record<string, (id: string) => string | null | undefined>> = {
  contact: contactOf,
  referred_by: contactOf,
  merged_into: contactOf,
  apart: (id) => contactOf(id) ?? people.value.get(id)?.name,
  conference: (id) => conferences.value.find((one) => one.id === id)?.name,
  person: (id) => people.value.get(id)?.name,
  item: itemOf,
}

/** The words for a value of the field. */
export function shownValue(field: string, value: unknown): string {
  if (Array.isArray(value) && value.length > 0) return value.map((one) => shownValue(field, one)).join(', ')
  if (typeof value !== 'string') return valueWords(value)
  if (Object.hasOwn(NAMES, field)) return NAMES[field]?.(value) ?? ELSEWHERE
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return longDay(value)
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) ? `${longDay(dayOf(value))}, ${clock(value)}` : valueWords(value)
}
