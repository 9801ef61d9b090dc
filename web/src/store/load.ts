/** From the phone's database into memory. */
import { read, type Reading, type Writing } from './database'
import { known, outdate, show, shownSoFar, type Counts } from './memory'
import { listed } from './shelf'
import { userId } from './who'

/** Reads everything of the user again; a write in between makes it read once more. */
export async function load(user: string): Promise<void> {
  outdate()
  let started
  do {
    started = shownSoFar()
    const [rows, entries, now] = await read(user, (tx) =>
      Promise.all([
        tx.objectStore('rows').getAll(),
        tx.objectStore('outbox').getAll(),
        countsIn(tx),
      ]),
    )
    if (user !== userId.peek()) return // somebody else is here by now, and must not see these
    if (started === shownSoFar()) show(rows, entries, now)
  } while (started !== shownSoFar())
  known.value = true
}

/** Returns how much needs a person, as the transaction sees it. */
export async function countsIn(tx: Reading | Writing): Promise<Counts> {
  const [held, shelved] = await Promise.all([tx.objectStore('held').count(), listed(tx)])
  return { held, shelved: shelved.length }
}
