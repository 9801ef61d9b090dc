/** The outbox as a file, the last resort of a phone that cannot send (docs/sync.md 6.5). */
import { call, portal } from '../store/api'
import { read } from '../store/database'
import { bare } from '../store/outbox'
import { userId } from '../store/who'
import { START, type Mutation } from '../store/wire'
import { MOST_MUTATIONS } from './request'
import { isAnswer } from './shape'
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

/** Sends a file of the same user as it is; what the server has already vanishes there. Rejects with ApiProblem.
 *
 * Returns how many of its changes the server could not take; it keeps those, with what is wrong with them.
 */
export async function sendOutboxFile(file: OutboxFile): Promise<number> {
  let [sent, held] = [0, 0]
  while (sent < file.mutations.length) {
    const mutations = file.mutations.slice(sent, sent + MOST_MUTATIONS)
    const body = { schema: SCHEMA, user: file.user, device: file.device, since: START, limit: 0, mutations }
    const answer = await call<unknown>('POST', '/api/sync', body)
    if (!isAnswer(answer) || answer.acked.length === 0) throw portal(200)
    sent += answer.acked.length // a server may stop early, when merging took too long
    held += answer.acked.filter(([, result]) => result === 'held').length
  }
  return held
}

/** What a chosen file is: one to be sent from here, of somebody else, of a newer Hallway, or none at all. */
export type FileKind = 'ours' | 'of another' | 'newer' | 'none'

/** Tells what the value read from a file is to this user. */
export function kindOfFile(value: unknown, user: string): FileKind {
  if (typeof value !== 'object' || value === null) return 'none'
  const { format, version, user: owner, device, mutations } = value as Partial<OutboxFile>
  if (format !== 'hallway-outbox') return 'none'
  if (version !== 1) return 'newer'
  if (typeof device !== 'string' || !Array.isArray(mutations) || !mutations.every(isMutation)) return 'none'
  return owner === user ? 'ours' : 'of another'
}

/** Tells whether the value is an outbox file of this user. */
export function isOutboxFile(value: unknown, user: string): value is OutboxFile {
  return kindOfFile(value, user) === 'ours'
}

const isMutation = (value: unknown): boolean => typeof value === 'object' && value !== null && typeof (value as Mutation).id === 'string'

