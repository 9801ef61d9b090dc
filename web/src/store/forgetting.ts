/** Forgetting a person for good: on the server with all that hangs on them, and on this phone (docs/sync.md). */
import { syncNow } from '../sync/state'
import { ApiProblem, call } from './api'
import { KINDS } from './blank'
import { write } from './database'
import { load } from './load'
import { part } from './memory'
import { together } from './merging'
import { bin, live } from './live'
import { tellTabs } from './tabs'
import { account, userId } from './who'

export const HANGING = ['note', 'scan', 'outreach', 'followup', 'letter'] as const

/** What keeps a person from being forgotten now; the message says what to do. */
export class NotForgotten extends Error {}

/** Forgets the contact. Rejects with NotForgotten or ApiProblem; then nothing is gone.
 *
 * What this phone has not sent goes first: sent later it would bring the person back.
 */
export async function forgetPerson(id: string): Promise<void> {
  if (account.peek() === null) return await forgetHere(id)
  await syncNow()
  const rows = rowsOf(id)
  if (waits(rows)) throw new NotForgotten('Some of what you wrote about this person is not on the server yet. Try again with a connection.')
  try {
    await call('POST', `/api/contacts/${id}/forget`)
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.status !== 404 || problem.type === 'portal') throw problem
    throw new NotForgotten('The server does not know this person. Open Unsent to see what it could not take.')
  }
  await syncNow()
}

/** Returns the ids of the contact, of those that are one person with it, and of all that hangs on them, from the bin as well. */
function rowsOf(id: string): ReadonlySet<string> {
  const person = together(new Map([...live('contact').peek(), ...bin('contact').peek()]), id)
  const found = new Set(person)
  for (const kind of HANGING) {
    for (const row of part(kind).rows.peek().values()) if (person.has(String(row.body.contact))) found.add(row.id)
    for (const entry of part(kind).entries.peek()) if (person.has(String(entry.set?.contact))) found.add(entry.row)
    for (const row of live(kind).peek().values()) if (row.contact !== null && person.has(row.contact)) found.add(row.id)
  }
  return found
}

function waits(rows: ReadonlySet<string>): boolean {
  return KINDS.some((kind) => part(kind).entries.peek().some((entry) => rows.has(entry.row)))
}

/** Without an account there is nothing but what waits here. */
async function forgetHere(id: string): Promise<void> {
  const user = userId.peek()
  const rows = rowsOf(id)
  await write(user, async (tx) => {
    const photos = new Set<unknown>()
    for (const row of rows) {
      const outbox = tx.objectStore('outbox')
      for (const key of await outbox.index('row').getAllKeys(row)) {
        photos.add((await outbox.get(key))?.set?.photo)
        await outbox.delete(key)
      }
    }
    for (const photo of photos) if (typeof photo === 'string') await tx.objectStore('blobs').delete(photo)
  })
  await load(user)
  tellTabs()
}
