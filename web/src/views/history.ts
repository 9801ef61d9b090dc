/** What happened to a record, in words, and the values that put a line of it back. Pure. */
import { mergeType } from '../store/blank'
import { equal } from '../store/change'
import type { FieldChange, HistoryLine, What } from '../store/history'
import type { Kind } from '../store/kinds'
import { isBlank } from '../store/wire'
import { mergeText } from '../store/words'

const WHAT_WORDS: Readonly<Record<What, string>> = {
  made: 'Added',
  changed: 'Changed',
  settled: 'One of two values was chosen',
  deleted: 'Deleted',
  brought_back: 'Brought back',
  purged: 'Forgotten for good; the words of before are gone',
  held: 'The server could not take this change',
}

/** What a line did, in a few words. */
export function whatWords({ what, result, changes }: HistoryLine): string {
  if (what === 'deleted' && result === 'kept') return 'Not deleted: another device had just changed it'
  if (what === 'changed' && changes.length === 0) return 'Saved once more, nothing new'
  return WHAT_WORDS[what]
}

/** Where a line was made: `own` is this phone's own device id. */
export function deviceWords({ id, name }: HistoryLine['device'], own: string): string {
  if (id === own) return 'this device'
  if (id === 'api') return 'a program (REST)'
  if (id === 'server') return 'Hallway'
  return name ?? 'another device'
}

/** Returns the values that undo the line over what the record holds now; null where there is nothing to put back. */
export function undoing(kind: Kind, line: HistoryLine, current: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  if (line.what !== 'changed' && line.what !== 'brought_back') return null
  const values: Record<string, unknown> = {}
  for (const change of line.changes.filter((one) => one.known)) {
    const now = current[change.field]
    const value = undone(kind, change, now)
    if (!equal(value, now) && !(isBlank(value) && isBlank(now))) values[change.field] = value
  }
  return Object.keys(values).length === 0 ? null : values
}

function undone(kind: Kind, change: FieldChange, now: unknown): unknown {
  switch (mergeType(kind, change.field)) {
    case 'text':
      return undoneText(change, text(now)) || null
    case 'set': {
      const { added, gone } = setChange(change)
      const left = list(now).filter((element) => !added.includes(element))
      return [...new Set([...left, ...gone])]
    }
    default:
      return change.old ?? null
  }
}

/** The words that came with the change are taken back where they stand alone; else both texts are merged, losing none. */
function undoneText(change: FieldChange, now: string): string {
  const { was, became } = touched(change)
  const places = now.split(became)
  const [before = '', after = ''] = places
  const apart = (at: string, beyond: string) => at === '' || beyond === '' || /\s/.test(at) || /\s/.test(beyond)
  const whole = apart(before.slice(-1), became.charAt(0)) && apart(became.slice(-1), after.charAt(0))
  if (became !== '' && places.length === 2 && whole) return before + was + after
  return mergeText(text(change.new), now, text(change.old))
}

/** What a change of a set added and took away. */
export function setChange({ old, new: made }: FieldChange): { added: string[]; gone: string[] } {
  const [before, after] = [list(old), list(made)]
  return { added: after.filter((one) => !before.includes(one)), gone: before.filter((one) => !after.includes(one)) }
}

/** The part of a text that a change touched, as it was and as it became: whole words, to be shown. */
export function textChange(change: FieldChange): { was: string; became: string } {
  const { was, became } = touched(change)
  return { was: was.trim(), became: became.trim() }
}

function touched({ old, new: made }: FieldChange): { was: string; became: string } {
  const [before, after] = [words(old), words(made)]
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && before[head] === after[head]) head += 1
  let tail = 0
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1
  const part = (all: string[]) => all.slice(head, all.length - tail).join('')
  return { was: part(before), became: part(after) }
}

const words = (value: unknown): string[] => text(value).match(/\S+|\s+/g) ?? []
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : [])
