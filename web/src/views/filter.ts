/** Which items a student asked for: by room, track, kind, flag, and what is meant for students and residents. Pure. */
import type { Item } from '../store/agenda_shapes'
import { fold } from './fold'

export interface Filter {
  rooms: readonly string[]
  tracks: readonly string[]
  kinds: readonly string[]
  students: boolean
  flagged: boolean
}

export const NO_FILTER: Filter = { rooms: [], tracks: [], kinds: [], students: false, flagged: false }

/** The rooms an item names; a cell with ";" names several. */
export function roomsOf(item: Item): string[] {
  return (item.room ?? '').split(';').flatMap((room) => room.trim() || [])
}

/** Tells whether the item is asked for; an empty list of a filter asks for all. */
export function passes(item: Item, filter: Filter, isFlagged: (item: Item) => boolean): boolean {
  if (filter.kinds.length > 0 && !filter.kinds.includes(item.kind)) return false
  if (filter.tracks.length > 0 && !filter.tracks.includes(item.track ?? '')) return false
  if (filter.rooms.length > 0 && !roomsOf(item).some((room) => filter.rooms.includes(room))) return false
  if (filter.students && !isForStudents(item)) return false
  return !filter.flagged || isFlagged(item)
}

export function isOn(filter: Filter): boolean {
  return countOf(filter) > 0
}

/** How many choices are on. */
export function countOf(filter: Filter): number {
  return filter.rooms.length + filter.tracks.length + filter.kinds.length + Number(filter.students) + Number(filter.flagged)
}

// each word by itself says that those in training are meant
const MEANT = new RegExp(
  [
    String.raw`\b(?:residents?|residency|residencies|fellows?|fellowships?|trainees?|students?|undergraduates?|postdocs?)\b`,
    String.raw`\b(?:in[- ]training|early[- ]career|young[- ](?:investigator|professional|physician|physicist|researcher)s?)\b`,
    String.raw`\b(?:international medical graduates?|imgs?|match day|first research year|career (?:fair|day|lounge|panel))\b`,
    String.raw`\b(?:applicants?|mentor(?:s|ing|ship)?|meet the (?:program|residency|fellowship) directors)\b`,
  ].join('|'),
)
// the same words with another meaning: cells, statistics, inhabitants, honours
const NOT_MEANT = new RegExp(
  [
    String.raw`\b[a-z]{1,20}-residents?\b`,
    String.raw`\bresident (?:memory|macrophages?|immune|t[- ]cells?|cells?|stem|bacteria|microbiota)\b`,
    String.raw`\bstudent'?s? t\b`,
    String.raw`\b(?:home|city|rural|urban|local|community|island) residents\b`,
    String.raw`\bresidents (?:of|living)\b`,
    String.raw`\b(?:honorary|new|elected) fellows\b`,
  ].join('|'),
  'g',
)
const known = new WeakMap<Item, boolean>()

/**
 * Tells whether an item is meant for students, residents and fellows: title, track or type say so.
 * A single poster is about something, for whoever passes; there only the track counts.
 */
export function isForStudents(item: Item): boolean {
  let meant = known.get(item)
  if (meant === undefined) {
    const single = item.kind === 'poster' || item.kind === 'exhibit'
    meant = saysStudents(single ? (item.track ?? '') : `${item.title} | ${item.track ?? ''} | ${item.kind}`)
    known.set(item, meant)
  }
  return meant
}

function saysStudents(text: string): boolean {
  return MEANT.test(fold(text).replace(NOT_MEANT, ' '))
}
