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

export const KIND_WORDS: Readonly<Record<string, string>> = {
  talk: 'Talks and sessions',
  course: 'Courses',
  poster: 'Posters',
  exhibit: 'Exhibits',
  social: 'Social',
  break: 'Breaks',
}

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

/** One choice that is on, in words, and the filter without it. */
export interface Choice {
  words: string
  without: Filter
}

export function choicesOf(filter: Filter): Choice[] {
  const lists = (['kinds', 'tracks', 'rooms'] as const).flatMap((part) =>
    filter[part].map((value) => ({
      words: part === 'kinds' ? (KIND_WORDS[value] ?? value) : value,
      without: { ...filter, [part]: filter[part].filter((one) => one !== value) },
    })),
  )
  const students = filter.students ? [{ words: 'For students', without: { ...filter, students: false } }] : []
  const flagged = filter.flagged ? [{ words: 'Flagged', without: { ...filter, flagged: false } }] : []
  return [...students, ...flagged, ...lists]
}

/** What can be chosen in this agenda, in the order of the alphabet, numbers by size. */
export interface Choices {
  rooms: string[]
  tracks: string[]
  kinds: string[]
}

const inOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

export function choicesIn(items: Iterable<Item>): Choices {
  const [rooms, tracks, kinds] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (const item of items) {
    if (item.room) for (const room of roomsOf(item)) rooms.add(room)
    if (item.track) tracks.add(item.track)
    kinds.add(item.kind)
  }
  const known = Object.keys(KIND_WORDS)
  return {
    rooms: [...rooms].sort(inOrder.compare),
    tracks: [...tracks].sort(inOrder.compare),
    kinds: [...kinds].sort((a, b) => known.indexOf(a) - known.indexOf(b)),
  }
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
