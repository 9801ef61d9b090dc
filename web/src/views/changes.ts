/** What changed in the programme, in words: by item, since it was last seen, and for what one flagged. Pure. */
import type { Change, What } from '../store/changes'
import { clock, dayOf, longDay, shortDay } from './when'

/** The changes of one item. */
export interface ChangedItem {
  id: string
  item: string
  title: string
  version: number
  at: string
  what: What
  /** From what to what, one line for each. */
  lines: string[]
}

/** The word and the sign for each kind; the first that an item has names it. */
export const KINDS: Readonly<Record<What, { words: string; sign: string }>> = {
  cancelled: { words: 'Cancelled', sign: '×' },
  new: { words: 'New', sign: '+' },
  restored: { words: 'Takes place again', sign: '↩' },
  moved: { words: 'Moved', sign: '→' },
  retitled: { words: 'New title', sign: '≈' },
  changed: { words: 'Changed', sign: '·' },
}
const ORDER = Object.keys(KINDS) as What[]
const CUT = '…'
const UNBROKEN = '\u00a0'

/** Several changes of one field as one, from the first old to the last new value; what is as it was is left out.
 *
 * Twin of `fold` in server/agenda/changes.py.
 */
export function folded(newestFirst: readonly Change[]): Change[] {
  const found = new Map<string, Change>()
  for (const one of [...newestFirst].reverse()) {
    const key = `${one.item}|${one.field}`
    const first = found.get(key)
    found.delete(key)
    found.set(key, first ? { ...one, old: first.old } : one)
  }
  const added = new Set([...found.values()].filter((one) => one.field === 'status' && one.old === '').map((one) => one.item))
  const differs = (one: Change) => one.old !== one.new || one.old.endsWith(CUT)
  const left = [...found.values()].filter((one) => differs(one) && (one.field === 'status' || !added.has(one.item)))
  return left.map(named).reverse()
}

/** A status that was folded may be another kind of change than its last step. */
function named(one: Change): Change {
  if (one.field !== 'status') return one
  return { ...one, what: one.new === 'cancelled' ? 'cancelled' : one.old === '' ? 'new' : 'restored' }
}

/** The changes by version and item, in the order they come in. */
export function byItem(changes: readonly Change[], zone: string | null): ChangedItem[] {
  const groups = new Map<string, Change[]>()
  for (const one of changes) {
    const key = `${one.version}:${one.item}`
    if (!groups.get(key)?.push(one)) groups.set(key, [one])
  }
  return [...groups].map(([id, group]) => itemOf(id, group, zone))
}

function itemOf(id: string, group: Change[], zone: string | null): ChangedItem {
  const [{ item, title, version, at }] = group as [Change]
  const what = ORDER.find((kind) => group.some((one) => one.what === kind)) ?? 'changed'
  const moves = group.some((one) => one.field === 'starts')
  // the end goes along with the beginning
  const told = what === 'cancelled' ? [] : group.filter((one) => !(one.field === 'ends' && moves))
  return { id, item, title, version, at, what, lines: told.map((one) => line(one, zone)).filter((words) => words !== '') }
}

/** Which changes concern what one flagged: where and when, whether at all, and under what name. */
const TOUCHING = new Set<What>(['moved', 'cancelled', 'restored', 'retitled'])

/** Why an item is flagged and since when; null for one that is not. `person`: a flagged person brings it. */
export type FlagOf = (item: string) => { person: boolean; since: string | null } | null

/** What changed since it was last seen of the items that were flagged by then, by item; the newest first. */
export function changedFlagged(changes: readonly Change[], seen: number, flagOf: FlagOf, zone: string | null): ChangedItem[] {
  const unseen = folded(changes.filter((one) => one.version > seen))
  const touching = unseen.filter((one) => {
    const flag = flagOf(one.item)
    if (!flag || (flag.since !== null && Date.parse(flag.since) > Date.parse(one.at))) return false
    return TOUCHING.has(one.what) || one.field === 'board' || (one.what === 'new' && flag.person)
  })
  const newest = new Map<string, Change>()
  for (const one of touching) if (!newest.has(one.item)) newest.set(one.item, one)
  const together = touching.map((one) => ({ ...one, version: newest.get(one.item)?.version ?? one.version }))
  return byItem(together, zone)
}

/** "2 things you flagged changed". */
export function cardWords(count: number): string {
  return count === 1 ? '1 thing you flagged changed' : `${count} things you flagged changed`
}

/** What an item's own page says of it, in whole sentences. `day` is the item's conference day now. */
export function sentencesOf(changes: readonly Change[], item: string, day: string | null, zone: string | null): string[] {
  const of = new Map(folded(changes.filter((one) => one.item === item)).map((one) => [one.field, one]))
  const [starts, room, title, status] = [of.get('starts'), of.get('room'), of.get('title'), of.get('status')]
  const was = starts ? moment(starts.old, zone) : null
  const on = was && was.day !== day ? ` on ${longDay(was.day)}` : ''
  return [
    was && `Moved from ${was.clock}${on}.`,
    room?.old && `Was in ${room.old}.`,
    title?.old && `Was called “${title.old}”.`,
    status?.what === 'restored' && 'Was cancelled, and takes place again.',
  ].filter((words): words is string => typeof words === 'string' && words !== '')
}

/** "Hall 1 → Hall 2"; "" for what the kind's own word says. */
function line({ field, old, new: now }: Change, zone: string | null): string {
  switch (field) {
    case 'status':
      return ''
    case 'starts':
      return times(old, now, zone)
    case 'ends':
      return `Ends ${moment(old, zone)?.clock ?? 'open'} → ${moment(now, zone)?.clock ?? 'open'}`
    case 'day':
      return arrow(dayWords(old), dayWords(now), 'no day')
    case 'room':
      return arrow(old, now, 'no room')
    case 'title':
      return arrow(`“${old}”`, `“${now}”`, '')
    case 'people':
      return peopleWords(old, now)
    case 'abstract':
    case 'subtitle':
      return `${sentence(field)} ${old === '' ? 'added' : now === '' ? 'removed' : 'changed'}`
    default:
      return `${sentence(field)} ${arrow(old, now, 'none')}`
  }
}

const arrow = (old: string, now: string, none: string): string => `${old || none} → ${now || none}`
const sentence = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
const dayWords = (day: string): string => (/^\d{4}-\d\d-\d\d$/.test(day) ? shortDay(day) : day)

/** "Mon 09:00 → Mon 11:30"; with the day of the month where one weekday stands for two days. */
function times(old: string, now: string, zone: string | null): string {
  const [from, to] = [moment(old, zone), moment(now, zone)]
  const isClear = !from || !to || from.day === to.day || weekday(from.day) !== weekday(to.day)
  const words = (at: Moment | null) => (at ? `${isClear ? weekday(at.day) : shortDay(at.day)}${UNBROKEN}${at.clock}` : 'no time')
  return arrow(words(from), words(to), '')
}

interface Moment {
  day: string
  clock: string
}

function moment(value: string, zone: string | null): Moment | null {
  if (value === '') return null
  return value.endsWith('Z') ? { day: dayOf(value, zone), clock: clock(value, zone) } : { day: value.slice(0, 10), clock: value.slice(11, 16) }
}

const weekday = (day: string): string => shortDay(day).split(' ')[0] ?? ''

/** "with Bo Sato, without Ada Brook". */
function peopleWords(old: string, now: string): string {
  const [before, after] = [names(old), names(now)]
  const joined = [
    ...after.filter((name) => !before.includes(name)).map((name) => `with ${name}`),
    ...before.filter((name) => !after.includes(name)).map((name) => `without ${name}`),
  ]
  const few = joined.slice(0, 3).join(', ')
  if (old.endsWith(CUT) || now.endsWith(CUT) || joined.length === 0) return 'Other people'
  return sentence(joined.length > 3 ? `${few} and ${joined.length - 3} more` : few)
}

const names = (value: string): string[] => value.split('; ').filter((name) => name !== '')
