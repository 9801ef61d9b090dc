/** One round of sync after another until nothing is left to say, and what each kind of answer does (docs/sync.md 4.4). */
import { ApiProblem, call, portal } from '../store/api'
import { waitingCount } from '../store/outbox'
import type { Answer, Problem } from '../store/wire'
import { applyAnswer, reset, setAside } from './answer'
import { sendBlobs } from './blobs'
import { MOST_MUTATIONS, prepare, type SyncRequest } from './request'
import { isAnswer, isReset, type Reset } from './shape'

const MOST_ROUNDS = 2_000
const MOST_RESETS = 3
const ISOLATING = new Set([400, 415, 422])

export interface Rounds {
  user: string
  stop: AbortSignal
  /** Told of each applied answer, with the phone's times before and after asking. */
  heard: (answer: Answer, asked: number, answered: number) => void
}

/** Sends and fetches until the phone and the server agree; rejects with the ApiProblem that ends it early. */
export async function rounds(how: Rounds): Promise<void> {
  await sendBlobs(how.user)
  let most = MOST_MUTATIONS
  let resets = 0
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const request = await prepare(how.user, most)
    const asked = Date.now()
    const answer = await push(request, how.stop).catch(async (fault: unknown) => await narrow(how, request, fault))
    if (typeof answer === 'number') {
      most = answer
      continue
    }
    if (isReset(answer)) {
      resets += 1
      if (resets > MOST_RESETS) throw muddle()
      await reset(how.user, request.since)
      continue
    }
    const applied = await applyAnswer(how.user, request.since, answer)
    if (applied) how.heard(answer, asked, Date.now())
    most = Math.min(most * 2, MOST_MUTATIONS)
    if (!applied || answer.more) continue
    if ((await waitingCount(how.user)) === 0) return
    const first = request.mutations[0]
    if (first && !answer.acked.some(([id]) => id === first.id)) throw muddle()
  }
  throw muddle()
}

async function push(request: SyncRequest, stop: AbortSignal): Promise<Answer | Reset> {
  const body = await call<unknown>('POST', '/api/sync', request, stop)
  if (isReset(body) || isAnswer(body)) return body
  throw portal(200)
}

/** After a refused request: how many mutations the next one may carry, having set aside one refused by itself.
 *
 * One refused mutation is set aside only when the server takes an empty request: where it does not, the fault lies in
 * the request as a whole, and setting aside would empty the outbox one by one.
 */
async function narrow(how: Rounds, request: SyncRequest, fault: unknown): Promise<number> {
  if (!(fault instanceof ApiProblem)) throw fault
  const { length } = request.mutations
  const only = request.mutations[0]
  if (!only || (fault.status !== 413 && !ISOLATING.has(fault.status)) || fault.type === 'portal') throw fault
  if (length > 1) return fault.status === 413 ? Math.floor(length / 2) : 1
  await push({ ...request, mutations: [], limit: 0 }, how.stop)
  await setAside(how.user, only.id, asProblem(fault))
  return 1
}

function asProblem({ type, title, status, detail, errors }: ApiProblem): Problem {
  return { type, title, status, detail, errors }
}

/** The server answers in circles: our own bug, treated as a passing trouble, so that everything is kept. */
function muddle(): ApiProblem {
  return new ApiProblem({ type: '/problems/busy', status: 503, title: 'The server cannot answer just now' })
}
