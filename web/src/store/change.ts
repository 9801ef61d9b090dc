/** From what a form holds to a mutation, and two mutations to one. Pure. */
import { filled, mergeType } from './blank'
import type { Kind } from './kinds'
import { isBlank, type Entry, type Mutation, type SetChange, type TextChange } from './wire'

type Fields = Readonly<Record<string, unknown>>

/** Returns the `set` of a mutation: only the fields that differ from `before`; {} when nothing does. */
export function difference(kind: Kind, before: object | null, values: object): Record<string, unknown> {
  const ground: Fields = { ...filled(kind, { ...before }) }
  const set: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(values)) {
    if (value === undefined) continue
    const change = fieldChange(kind, field, ground[field], value)
    if (change !== undefined) set[field] = change
  }
  return set
}

/** Returns `earlier` with `later` folded into it, or null when the two must stay apart.
 *
 * Only unsent edits of the same row with the same base join, and a text only where the later one began with what the
 * earlier one left: otherwise the words of the earlier would be dropped unseen.
 */
export function joined(earlier: Entry, later: Mutation): Entry | null {
  if (earlier.sent || !earlier.set || !later.set) return null
  if (earlier.kind !== later.kind || earlier.row !== later.row || earlier.base !== later.base) return null
  const kind = later.kind as Kind
  const set: Record<string, unknown> = { ...earlier.set }
  for (const [field, change] of Object.entries(later.set)) {
    if (!(field in set)) {
      set[field] = change
      continue
    }
    const both = joinedField(kind, field, set[field], change)
    if (both === null) return null
    set[field] = both.change
  }
  return { ...earlier, at: later.at, set }
}

/** Tells whether two JSON values are equal, whatever the order of their keys. */
export function equal(one: unknown, two: unknown): boolean {
  if (one === two) return true
  if (typeof one !== 'object' || typeof two !== 'object' || one === null || two === null) return false
  const left = Object.entries(one)
  const right = two as Fields
  return left.length === Object.keys(two).length && left.every(([key, value]) => equal(value, right[key]))
}

function fieldChange(kind: Kind, field: string, before: unknown, value: unknown): unknown {
  switch (mergeType(kind, field)) {
    case 'text': {
      const change: TextChange = { from: text(before), to: text(value) }
      return change.from === change.to ? undefined : change
    }
    case 'set': {
      const [old, wanted] = [list(before), list(value)]
      const change: SetChange = {
        add: wanted.filter((element) => !old.includes(element)),
        remove: old.filter((element) => !wanted.includes(element)),
      }
      return change.add.length + change.remove.length === 0 ? undefined : change
    }
    default:
      return equal(before, value) || (isBlank(before) && isBlank(value)) ? undefined : value
  }
}

function joinedField(kind: Kind, field: string, earlier: unknown, later: unknown): { change: unknown } | null {
  switch (mergeType(kind, field)) {
    case 'text': {
      const [first, last] = [earlier as TextChange, later as TextChange]
      return first.to === last.from ? { change: { from: first.from, to: last.to } } : null
    }
    case 'set': {
      const [first, last] = [earlier as SetChange, later as SetChange]
      const add = first.add.filter((element) => !last.remove.includes(element))
      const remove = first.remove.filter((element) => !last.add.includes(element))
      return { change: { add: unique([...add, ...last.add]), remove: unique([...remove, ...last.remove]) } }
    }
    default:
      return { change: later }
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? unique(value as string[]) : []
}

function unique(elements: string[]): string[] {
  return [...new Set(elements)]
}
