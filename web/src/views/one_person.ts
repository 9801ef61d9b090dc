/** Making two contacts one person and two again: what the one gets of the other, and what is taken back. Pure. */
import type { Contact, Row } from '../store/kinds'
import { filling } from './people'
import { fold } from './search'

/** Values by field of a contact, lists and single ones alike. */
export type Given = Readonly<Record<string, string[]>>
export type Contacts = ReadonlyMap<string, Row<'contact'>>
type Values = Partial<Contact>

const LISTS = ['degrees', 'emails', 'phones', 'urls', 'tags'] as const
const SINGLE = ['name', 'given_name', 'family_name', 'role', 'institution', 'how_found', 'met_on', 'conference', 'person', 'referred_by', 'mentor_kind', 'program'] as const
const NAME_PARTS = new Set(['given_name', 'family_name'])

/** What the survivor gets of the other: its empty fields filled, its lists united; nothing it holds is overwritten. */
export function gift(survivor: Row<'contact'>, other: Row<'contact'>): Given {
  const sameName = survivor.name === null || fold(survivor.name) === fold(other.name ?? '')
  const wanted = [...LISTS, ...SINGLE].filter((field) => {
    if (NAME_PARTS.has(field) && !sameName) return false // parts of another spelling are no parts of this name
    return valuesOf(other, field).length > 0 && !(field === 'referred_by' && other.referred_by === survivor.id)
  })
  const filled = filling(survivor, Object.fromEntries(wanted.map((field) => [field, other[field]])))
  return Object.fromEntries(Object.keys(filled).map((field) => [field, valuesOf(filled, field).filter((value) => !valuesOf(survivor, field).includes(value))]))
}

/** What is saved when the two become one: the other says into whom, the survivor gets what it lacked. */
export function joining(survivor: Row<'contact'>, other: Row<'contact'>): Map<string, Values> {
  const given = gift(survivor, other)
  return new Map([
    [other.id, { merged_into: survivor.id, merged_gave: given }],
    [survivor.id, withAdded(survivor, given)],
  ])
}

/** What is saved when a merged contact stands for itself again.
 *
 * The survivor gives back what it got of this one; what another merged contact has as well stays, as that one's gift.
 * What had been handed on to a further survivor is taken back there, too.
 */
export function parting(contacts: Contacts, id: string): Map<string, Values> {
  const found = new Map<string, Values>([[id, { merged_into: null, merged_gave: null }]])
  const change = (one: string, values: Values) => found.set(one, { ...found.get(one), ...values })
  const now = (one: string): Row<'contact'> | undefined => {
    const contact = contacts.get(one)
    return contact && { ...contact, ...found.get(one) }
  }
  const seen = new Set([id])
  let taken: Given = contacts.get(id)?.merged_gave ?? {}
  let at = contacts.get(id)?.merged_into ?? null
  while (at !== null && !seen.has(at) && Object.keys(taken).length > 0) {
    seen.add(at)
    const holder = now(at)
    if (!holder) break
    for (const heir of heirsOf(contacts, at, seen)) {
      const kept = shared(taken, heir)
      if (Object.keys(kept).length > 0) change(heir.id, { merged_gave: added(heir.merged_gave ?? {}, kept) })
      taken = without(taken, kept)
    }
    change(at, withRemoved(holder, taken))
    if (holder.merged_into === null || !contacts.has(holder.merged_into)) break // who is in the bin gives it back when brought back and parted
    const handedOn = common(holder.merged_gave ?? {}, taken)
    change(at, { merged_gave: without(holder.merged_gave ?? {}, handedOn) })
    taken = handedOn
    at = holder.merged_into
  }
  return found
}

export interface Offer {
  field: (typeof OFFERED)[number]
  value: string
}

const OFFERED = ['name', 'role', 'institution', 'met_on', 'program', 'mentor_kind'] as const

/** What the other says differently; offered, never taken by itself. */
export function offers(survivor: Row<'contact'>, other: Row<'contact'>): Offer[] {
  return OFFERED.flatMap((field) => {
    const value = other[field]
    return value !== null && fold(value) !== fold(survivor[field] ?? '') ? [{ field, value }] : []
  })
}

function heirsOf(contacts: Contacts, survivor: string, seen: ReadonlySet<string>): Row<'contact'>[] {
  return [...contacts.values()].filter((one) => one.merged_into === survivor && !seen.has(one.id))
}

function valuesOf(values: Values | Row<'contact'>, field: string): string[] {
  const value = new Map<string, unknown>(Object.entries(values)).get(field)
  return Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : []
}

const isList = (field: string): boolean => (LISTS as readonly string[]).includes(field)

function withAdded(contact: Row<'contact'>, given: Given): Values {
  return Object.fromEntries(Object.entries(given).map(([field, values]) => [field, isList(field) ? [...valuesOf(contact, field), ...values] : (values[0] ?? null)]))
}

/** Only what is still as it was given; a value that was changed since is the student's. */
function withRemoved(contact: Row<'contact'>, taken: Given): Values {
  const entries = Object.entries(taken).flatMap(([field, values]): [string, string[] | null][] => {
    const own = valuesOf(contact, field)
    if (!own.some((value) => values.includes(value))) return []
    return [[field, isList(field) ? own.filter((value) => !values.includes(value)) : null]]
  })
  return Object.fromEntries(entries)
}

const shared = (given: Given, contact: Row<'contact'>): Given => common(given, Object.fromEntries(Object.keys(given).map((field) => [field, valuesOf(contact, field)])))

function common(one: Given, other: Given): Given {
  return pruned(Object.entries(one).map(([field, values]) => [field, values.filter((value) => other[field]?.includes(value))]))
}

function without(one: Given, other: Given): Given {
  return pruned(Object.entries(one).map(([field, values]) => [field, values.filter((value) => !other[field]?.includes(value))]))
}

function added(one: Given, other: Given): Record<string, string[]> {
  const fields = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...fields].map((field) => [field, [...new Set([...(one[field] ?? []), ...(other[field] ?? [])])]]))
}

const pruned = (entries: [string, string[]][]): Record<string, string[]> => Object.fromEntries(entries.filter(([, values]) => values.length > 0))
