/** How far a letter is, in words, and what may be said of it next. Pure. */
import type { Letter, Row } from '../store/kinds'

export type LetterDay = Exclude<{ [F in keyof Letter]: F extends `${string}_on` ? F : never }[keyof Letter], 'deadline_on'>

const STAGES: readonly { field: LetterDay; words: string }[] = [
  { field: 'thanked_on', words: 'Thanked' },
  { field: 'uploaded_on', words: 'Uploaded' },
  { field: 'declined_on', words: 'Declined' },
  { field: 'packet_on', words: 'Papers sent' },
  { field: 'agreed_on', words: 'Agreed' },
  { field: 'asked_on', words: 'Asked' },
]

/** The last thing that happened to the letter, and its day; null before it was asked for. */
export function stageOf(letter: Letter): { words: string; on: string } | null {
  for (const { field, words } of STAGES) {
    const on = letter[field]
    if (on) return { words, on }
  }
  return null
}

/** What a tap may say next, each with the day that it sets. */
export function nextOf(letter: Letter): readonly { field: LetterDay; words: string }[] {
  if (letter.thanked_on || letter.declined_on) return []
  if (letter.uploaded_on) return [{ field: 'thanked_on', words: 'Thanked' }]
  if (letter.packet_on) return [{ field: 'uploaded_on', words: 'Uploaded' }]
  if (letter.agreed_on) return [{ field: 'packet_on', words: 'Papers sent' }, { field: 'uploaded_on', words: 'Uploaded' }]
  if (!letter.asked_on) return [{ field: 'asked_on', words: 'Asked' }]
  return [{ field: 'agreed_on', words: 'They agreed' }, { field: 'declined_on', words: 'They declined' }]
}

/** Open letters first, the nearest deadline on top; those without one after them, what is over at the end. */
export function inOrder(letters: Iterable<Row<'letter'>>): Row<'letter'>[] {
  const key = (one: Row<'letter'>) => `${nextOf(one).length === 0 ? '1' : '0'}${one.deadline_on ?? '9999'}${one.id}`
  return [...letters].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
