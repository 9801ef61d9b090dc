/** The outbox as a file, the last resort of a phone that can not send (docs/sync.md 6.5). */
import { call } from '../store/api'
import { read } from '../store/database'
import { bare } from '../store/outbox'
import { userId } from '../store/who'
import { START, type Mutation } from '../store/wire'
import { MOST_MUTATIONS } from './request'
import { SCHEMA } from './state'

export interface OutboxFile {
  format: 'hallway-outbox'
  version: 1
  user: string
  device: string
  mutations: (Mutation & { n: number })[]
}

/** Returns everything that waits on this phone, to be kept elsewhere; nothing here changes. */
export async function outboxFile(): Promise<OutboxFile> {
  const user = userId.peek()
  const [device, entries] = await read(user, (tx) =>
    Promise.all([tx.objectStore('meta').get('device'), tx.objectStore('outbox').getAll()]),
  )
  const mutations = entries.map((entry) => ({ ...bare(entry), n: entry.n }))
  return { format: 'hallway-outbox', version: 1, user, device: String(device), mutations }
}

/** Sends a file of the same user as it is; what the server has already vanishes there. Rejects with ApiProblem. */
export async function sendOutboxFile(file: OutboxFile): Promise<void> {
  for (let start = 0; start < file.mutations.length; start += MOST_MUTATIONS) {
    const mutations = file.mutations.slice(start, start + MOST_MUTATIONS)
    await call('POST', '/api/sync', { schema: SCHEMA, user: file.user, device: file.device, since: START, limit: 0, mutations })
  }
}

/** Tells whether the value is an outbox file of this user. */
export function isOutboxFile(value: unknown, user: string): value is OutboxFile {
  if (typeof value !== 'object' || value === null) return false
  const file = value as Partial<OutboxFile>
  return file.format === 'hallway-outbox' && file.version === 1 && file.user === user && Array.isArray(file.mutations)
}
