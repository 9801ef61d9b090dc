/** Letters and milestones as they are written: each tap saved at once, with its undo. */
import { say } from '../parts/Toast'
import { fresh } from '../store/ids'
import type { Letter, Milestone, Row } from '../store/kinds'
import { open, remove, restore, save, saveTogether } from '../store/records'
import type { LetterDay } from '../views/letters'
import { sentNow, todayFor } from './followups_data'

/** What the person said is a reply, too: it ends the waiting. */
const ANSWERS = new Set<LetterDay>(['agreed_on', 'declined_on'])

export async function addLetter(values: Partial<Letter>): Promise<void> {
  const id = fresh()
  await save(open('letter', id), values)
  say('Letter saved on this phone', () => remove('letter', id))
}

/** Says that something happened to the letter today. */
export async function happened(letter: Row<'letter'>, field: LetterDay, words: string): Promise<void> {
  const contact = letter.contact ?? ''
  const reply = fresh()
  const answers = ANSWERS.has(field) ? [{ draft: open('outreach', reply), values: sentNow(contact, 'in', 'letter') }] : []
  await saveTogether([{ draft: open('letter', letter.id), values: { [field]: todayFor(contact) } }, ...answers])
  say(words, async () => {
    await save(open('letter', letter.id), { [field]: null })
    if (answers.length > 0) await remove('outreach', reply)
  })
}

export async function addMilestone(values: Milestone): Promise<void> {
  const id = fresh()
  await save(open('milestone', id), values)
  say('Milestone saved on this phone', () => remove('milestone', id))
}

export async function drop(kind: 'letter' | 'milestone', id: string): Promise<void> {
  await remove(kind, id)
  say('Deleted', () => restore(kind, id))
}
