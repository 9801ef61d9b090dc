/** What is sent: the oldest mutations of the outbox, marked as sent before they leave (docs/sync.md 6.2, 6.3). */
import { write } from '../store/database'
import { bare } from '../store/outbox'
import { START, type Cursor, type Entry, type Mutation } from '../store/wire'
import { SCHEMA } from './state'

export const MOST_MUTATIONS = 200
const MOST_BYTES = 900_000
const PAGE = 500

export interface SyncRequest {
  schema: number
  /** Whose records these are: the server refuses them when somebody else's cookie comes along. */
  user: string
  device: string
  since: Cursor
  /** How far the server's log went when it last answered: between two pages it is ahead of `since`. */
  top: Cursor
  limit: number
  mutations: (Mutation & { n: number })[]
}

/** Takes the next request from the outbox: at most `most` mutations, and no more than the server reads in one go. */
export async function prepare(user: string, most: number): Promise<SyncRequest> {
  return await write(user, async (tx) => {
    const [device, since, top, oldest] = await Promise.all([
      tx.objectStore('meta').get('device'),
      tx.objectStore('meta').get('cursor'),
      tx.objectStore('meta').get('top'),
      tx.objectStore('outbox').getAll(undefined, Math.max(most, 1)),
    ])
    const batch = most === 0 ? [] : withinBytes(oldest)
    for (const entry of batch) {
      if (!entry.sent) await tx.objectStore('outbox').put({ ...entry, sent: true })
    }
    return {
      schema: SCHEMA,
      user,
      device: String(device),
      since: (since as Cursor | undefined) ?? START,
      top: (top as Cursor | undefined) ?? (since as Cursor | undefined) ?? START,
      limit: PAGE,
      mutations: batch.map((entry) => ({ ...bare(entry), n: entry.n })),
    }
  })
}

/** The first entries that fit together; the very first goes in any case, so that it can be refused by itself. */
function withinBytes(entries: readonly Entry[]): Entry[] {
  const encoder = new TextEncoder()
  let room = MOST_BYTES
  const fits = (entry: Entry, place: number) => {
    room -= encoder.encode(JSON.stringify(entry)).length
    return place === 0 || room >= 0
  }
  const end = entries.findIndex((entry, place) => !fits(entry, place))
  return entries.slice(0, end === -1 ? entries.length : end)
}
