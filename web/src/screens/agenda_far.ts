/** What the server finds in abstracts that this phone does not hold; without a network, or at any fault, nothing. */
import { effect, signal } from '@preact/signals'
import type { Hit } from '../search/messages'
import { call } from '../store/api'
import { conference } from '../store/agenda'
import { abstractsSeen } from './agenda_search'
import { query, searching } from './agenda_view'

const LEAST_LETTERS = 3
const PAUSE_MS = 250 // after the last letter
const MOST = 20

/** The hits for the query that they belong to. */
export const farFound = signal<{ query: string; hits: readonly Hit[] } | null>(null)

/** Asks for what is typed from now on; returns how to stop. */
export function followFar(): () => void {
  return effect(() => {
    const [asked, where] = [query.value.trim(), conference.value?.id]
    const seen = abstractsSeen.value
    const holdsAll = seen !== null && seen.here >= seen.all
    if (!searching.value || !where || holdsAll || asked.length < LEAST_LETTERS) return
    const stop = new AbortController()
    const timer = setTimeout(() => void ask(where, asked, stop.signal), PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  })
}

async function ask(where: string, asked: string, stop: AbortSignal): Promise<void> {
  if (!navigator.onLine) return
  const path = `/api/conferences/${where}/search?q=${encodeURIComponent(asked)}&limit=${MOST}`
  await call<{ items: Hit[] }>('GET', path, undefined, stop).then(
    ({ items }) => {
      if (!stop.aborted) farFound.value = { query: asked, hits: items.filter(({ part }) => part !== null) }
    },
    () => undefined, // what the phone itself found stands
  )
}
