/** What a filter can ask for in an agenda, and what is on in words. Pure; apart, since only who filters needs it. */
import type { Item } from '../store/agenda_shapes'
import { roomsOf, type Filter } from './filter'

export const KIND_WORDS: Readonly<Record<string, string>> = {
  talk: 'Talks and sessions',
  course: 'Courses',
  poster: 'Posters',
  exhibit: 'Exhibits',
  social: 'Social',
  break: 'Breaks',
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
