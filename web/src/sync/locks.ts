/** One at a time, over all tabs: Web Locks where the browser has them, else a queue in this page. */

const queues = new Map<string, Promise<unknown>>()

/** Runs the work while nobody else holds the name. */
export async function underLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (typeof navigator !== 'undefined' && navigator.locks) return await navigator.locks.request(name, work)
  const before = queues.get(name) ?? Promise.resolve()
  const turn = before.then(work, work)
  queues.set(
    name,
    turn.catch(() => undefined),
  )
  return await turn
}

/** Returns the name of the lock under which one user's records are sent. */
export function syncLock(user: string): string {
  return `hallway-sync-${user}`
}
