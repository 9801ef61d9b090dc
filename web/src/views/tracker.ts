/** Everyone as one table: the eight columns of any tracker, then what a file needs for the way back. Pure. */
import type { Row } from '../store/kinds'
import { dated, joined, oneLine, tidy } from './tracker_csv'
import { dayOf } from './when'

/** The columns in their order; twin of `server/tracker/columns.py`. */
export const COLUMNS = [
  'Name', 'Role', 'Institution', 'E-mail', 'How found', 'Date contacted', 'Response', 'Next step',
  'Phone', 'Links', 'Tags', 'Met on', 'Where met', 'Notes', 'Next step by', 'Hallway id',
] as const
/** How many of them the screen shows. */
export const SHOWN = 8

const MOST_NOTES = 5_000
const MOST_CELL = 32_000

/** What is known of one person; `next` is the first open step, `mine` where it was made by hand. */
export interface Known {
  contact: Row<'contact'>
  notes: readonly Row<'note'>[]
  outreach: readonly Row<'outreach'>[]
  where: string | null
  zone: string | null
  next: { day: string | null; words: string; mine: boolean } | null
}

/** One line of the tracker. */
export interface Line {
  id: string
  cells: string[]
}

export type Order = { column: number; down: boolean }

/** The cells of one person in the order of the columns. */
export function lineOf({ contact, notes, outreach, where, zone, next }: Known): Line {
  const sent = outreach.filter((one) => one.sent_at !== null).toSorted((a, b) => compare(a.sent_at, b.sent_at) || compare(a.id, b.id))
  const out = sent.findLast((one) => one.direction === 'out')
  const heard = sent.findLast((one) => one.direction === 'in')
  const day = (one: Row<'outreach'>) => dayOf(one.sent_at ?? '', zone)
  const name = contact.name ?? [contact.given_name, contact.family_name].filter((part) => part).join(' ')
  const cells = [
    oneLine(name),
    oneLine(contact.role),
    oneLine(contact.institution),
    joined(contact.emails),
    oneLine(contact.how_found),
    out ? day(out) : '',
    heard ? dated(day(heard), tidy(heard.text ?? '').slice(0, MOST_CELL - 12)) : '',
    next ? dated(next.day, oneLine(next.words)) : '',
    joined(contact.phones),
    joined(contact.urls),
    joined(contact.tags),
    contact.met_on ?? '',
    oneLine(where),
    notesOf(notes),
    next ? (next.mine ? 'me' : 'Hallway') : '',
    contact.id,
  ]
  return { id: contact.id, cells }
}

function notesOf(notes: readonly Row<'note'>[]): string {
  const inOrder = notes.toSorted((a, b) => compare(a.at, b.at) || compare(a.id, b.id))
  const texts = inOrder.map((note) => tidy(note.bullets ?? '')).filter((text) => text !== '')
  return texts.join('\n').slice(0, MOST_NOTES).trim()
}

/** The lines in an order; who says nothing there stands last, whichever way it goes. */
export function sorted(lines: readonly Line[], { column, down }: Order): Line[] {
  const cell = (one: Line) => one.cells[column] ?? ''
  return lines.toSorted((a, b) => {
    const [first, second] = [cell(a), cell(b)]
    if (first === '' || second === '') return Number(first === '') - Number(second === '') || byName(a, b)
    return (down ? -1 : 1) * first.localeCompare(second, 'en', { sensitivity: 'base' }) || byName(a, b)
  })
}

const byName = (a: Line, b: Line): number => (a.cells[0] ?? '').localeCompare(b.cells[0] ?? '') || compare(a.id, b.id)
const compare = (one: string | null, two: string | null): number => ((one ?? '') < (two ?? '') ? -1 : (one ?? '') > (two ?? '') ? 1 : 0)
