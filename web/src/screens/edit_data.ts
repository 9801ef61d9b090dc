/** Corrections by hand of one's own conference: the calls, and what was typed and not yet saved. */
import { refreshAnew } from '../store/agenda'
import { conference } from '../store/agenda_shown'
import { ApiProblem, call } from '../store/api'
import { followChanges } from '../store/changes'
import { keep, kept, userId } from '../store/who'
import { gotIt, unseen } from './changes_data'

export interface OnItem {
  person?: string
  name?: string
  role: string
}

/** One field set by hand; `told` is what the file says in its place. */
export interface Correction {
  kind: 'item' | 'person'
  subject: string
  title: string
  affiliation: string | null
  field: string
  value: unknown
  told: unknown
}

/** What a form holds: text by field; null goes back to the file. */
export type Typed = Record<string, string | null>

interface Draft {
  user: string
  subject: string
  typed: Typed
  people: OnItem[] | null
}

const DRAFT = 'hallway-edit'
const STAYS = 'What you typed stays on this phone.'
const NEEDS = 'Saving needs a connection.'
export const OFFLINE = `${NEEDS} ${STAYS}`

const address = (...rest: string[]): string => ['/api/conferences', conference.peek()?.id ?? '', ...rest].join('/')

/** Returns what stands corrected of an item or a person; rejects with ApiProblem. */
export async function correctionsOf(subject: string): Promise<Correction[]> {
  const answer = await call<{ corrections: Correction[] }>('GET', `${address('corrections')}?subject=${subject}`)
  return answer.corrections
}

/** Saves fields of an item or a person and shows the agenda as it is then; null goes back to the file. */
export async function correct(kind: 'items' | 'persons', subject: string, changes: Record<string, unknown>): Promise<void> {
  await ownChange(() => call('PATCH', address(kind, subject), changes))
}

/** Makes `person` the same as `into`; null makes them two again. */
export async function merge(person: string, into: string | null): Promise<void> {
  await ownChange(() => call('POST', address('persons', person, 'merge'), { into }))
}

/** Keeps two people apart, or forgets that. */
export async function keepApart(person: string, from: string, apart = true): Promise<void> {
  await ownChange(() => call('POST', address('persons', person, 'keep-apart'), { from, apart }))
}

/** What a person changed here is no news to them: where nothing was new before, nothing is afterwards. */
async function ownChange(change: () => Promise<unknown>): Promise<void> {
  const wasSeen = unseen.peek().length === 0
  const id = conference.peek()?.id
  await change()
  await refreshAnew()
  if (!wasSeen || id === undefined || id !== conference.peek()?.id) return
  await followChanges(userId.peek(), id)
  await gotIt()
}

/** Returns what was typed for this item or person and not saved; one such draft is kept. */
export function draftOf(subject: string): Pick<Draft, 'typed' | 'people'> | null {
  try {
    const draft = JSON.parse(kept(DRAFT) ?? 'null') as Draft | null
    return draft?.subject === subject && draft.user === userId.peek() ? draft : null
  } catch {
    return null
  }
}

/** Keeps what is typed until it is saved or given up. */
export function keepDraft(subject: string, typed: Typed, people: OnItem[] | null = null): void {
  const draft: Draft = { user: userId.peek(), subject, typed, people }
  keep(DRAFT, Object.keys(typed).length === 0 && people === null ? null : JSON.stringify(draft))
}

export const dropDraft = (): void => keep(DRAFT, null)

/** What went wrong, in a sentence, and the faults by field. */
export function faultsIn(fault: unknown, typed = true): { words: string; fields: Record<string, string> } {
  if (!(fault instanceof ApiProblem)) throw fault
  if (fault.type === 'offline') return { words: typed ? OFFLINE : NEEDS, fields: {} }
  if (fault.type === 'portal') return { words: `This network wants a sign-in of its own first.${typed ? ` ${STAYS}` : ''}`, fields: {} }
  const fields = Object.fromEntries(fault.errors.map(({ pointer, detail }) => [pointer.split('/')[1] ?? '', detail]))
  return { words: fault.detail || (fault.errors.length > 0 ? 'Something here cannot be taken.' : fault.title), fields }
}
