/** Asks the server for what stands in abstracts that this phone does not hold; without a network, or at any fault, nothing. */
import type { Hit } from './messages'

const MOST = 20
const HEADERS = { 'X-Hallway': '1', Accept: 'application/json' }

/** Returns the hits in abstracts alone; what titles, people and places say the phone finds by itself. */
export async function askServer(conference: string, query: string, stop: AbortSignal): Promise<Hit[]> {
  if (!navigator.onLine) return []
  const path = `/api/conferences/${conference}/search?q=${encodeURIComponent(query)}&limit=${MOST}`
  const answer = await fetch(path, { headers: HEADERS, credentials: 'same-origin', redirect: 'error', signal: stop })
  if (!answer.ok) return []
  const { items } = (await answer.json()) as { items: Hit[] }
  return items.filter(({ part }) => part !== null)
}
