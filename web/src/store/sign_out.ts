/** What stays on the phone when somebody signs out (docs/sync.md 6.5). */
import { forget, write } from './database'
import { recover } from './outbox'
import { SETTLING } from './shelf'
import { START } from './wire'

/** Wipes what the server has; what it does not have stays under the user's id, unseen by anyone else. */
export async function clearSynced(user: string): Promise<void> {
  await recover(user)
  const left = await write(user, async (tx) => {
    for (const name of ['rows', 'archive'] as const) await tx.objectStore(name).clear()
    // The cursor goes with the rows: it may never name what is not stored.
    await tx.objectStore('meta').put(START, 'cursor')
    await tx.objectStore('meta').put(START, 'top')
    await tx.objectStore('meta').put(true, SETTLING)
    for (const entry of await tx.objectStore('held').getAll()) {
      if (entry.by === 'server') await tx.objectStore('held').delete(entry.id)
    }
    for (const blob of await tx.objectStore('blobs').getAll()) {
      if (blob.sent) await tx.objectStore('blobs').delete(blob.sha256)
    }
    const counts = await Promise.all(
      (['outbox', 'held', 'shelf', 'blobs'] as const).map((name) => tx.objectStore(name).count()),
    )
    return counts.reduce((sum, count) => sum + count, 0)
  })
  if (left === 0) await forget(user)
}
