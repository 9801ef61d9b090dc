/** One way to talk to our server, and one shape for whatever goes wrong (RFC 9457). */

const PATIENCE_MS = 20_000
const PATIENCE_WITH_FILES_MS = 120_000
const PASSING = new Set([408, 413, 425, 429])

export interface PlaceOfFault {
  pointer: string
  detail: string
}

/** When a request is given up: `stop` by whoever asked, `ms` by the clock. */
export interface Until {
  stop?: AbortSignal
  ms?: number
}

/** What the server refused, or why it could not be asked: switch on `type`, never on text.
 *
 * Beside the server's own types there are `offline` (no network, or no answer in time) and `portal` (somebody else
 * answered: the network wants a sign-in).
 */
export class ApiProblem extends Error {
  readonly type: string
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly errors: PlaceOfFault[]
  /** Seconds the server asks to wait, or null. */
  readonly retryAfter: number | null

  constructor(problem: Partial<Omit<ApiProblem, keyof Error>> & { type: string; title: string }) {
    super(problem.detail || problem.title)
    this.name = 'ApiProblem'
    this.type = problem.type
    this.status = problem.status ?? 0
    this.title = problem.title
    this.detail = problem.detail ?? ''
    this.errors = problem.errors ?? []
    this.retryAfter = problem.retryAfter ?? null
  }
}

/** Sends JSON and returns the JSON of a 2xx answer (undefined for 204); everything else rejects with ApiProblem. */
export async function call<T>(method: string, path: string, body?: unknown, stop?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { 'X-Hallway': '1', Accept: 'application/json' }
  const options: RequestInit = { headers }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json'
    options.body = JSON.stringify(body)
  }
  return (await answered(await ask(method, path, options, stop ? { stop } : {}))) as T
}

/** Sends bytes under their own content type, with further headers (blobs, agenda files); answers as `call` does. */
export async function upload<T>(method: string, path: string, bytes: BodyInit, headers: Record<string, string>): Promise<T> {
  const all = { 'X-Hallway': '1', ...headers }
  return (await answered(await ask(method, path, { body: bytes, headers: all }, { ms: PATIENCE_WITH_FILES_MS }))) as T
}

/** Sends a request and returns whatever answered; no answer at all rejects with the problem `offline`. */
export async function ask(method: string, path: string, options: RequestInit, until: Until = {}): Promise<Response> {
  const { stop, ms = PATIENCE_MS } = until
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), ms)
  const giveUp = () => patience.abort()
  stop?.addEventListener('abort', giveUp)
  try {
    const request = { redirect: 'error', credentials: 'same-origin', signal: patience.signal, ...options } as const
    const response = await fetch(path, { method, ...request })
    // The body is read while the clock still runs: a hall network may stop in mid-answer.
    return new Response(hasBody(response) ? await response.arrayBuffer() : null, response)
  } catch {
    throw offline()
  } finally {
    clearTimeout(timer)
    stop?.removeEventListener('abort', giveUp)
  }
}

/** Returns the problem of a network that gave no answer. */
export function offline(): ApiProblem {
  return new ApiProblem({ type: 'offline', title: 'No connection to the server' })
}

/** Returns the problem of an answer that is not our server's. */
export function portal(status: number): ApiProblem {
  return new ApiProblem({ type: 'portal', status, title: 'This network wants a sign-in' })
}

function hasBody(response: Response): boolean {
  return ![101, 204, 205, 304].includes(response.status)
}

async function answered(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined
  const body = await json(response)
  if (response.ok) {
    if (body === undefined) throw portal(response.status)
    return body
  }
  throw refusal(response, body)
}

/** Returns our own problem, a passing trouble of whatever stands between, or a stranger's answer. */
export function refusal(response: Response, body: unknown): ApiProblem {
  const { status } = response
  const retryAfter = seconds(response.headers.get('Retry-After'))
  if (isProblem(body)) return new ApiProblem({ ...body, status, retryAfter })
  if (status === 413) return new ApiProblem({ type: '/problems/too-large', status, title: 'That is too large' })
  if (status < 500 && !PASSING.has(status)) return portal(status)
  return new ApiProblem({ type: '/problems/busy', status, title: 'The server cannot answer just now', retryAfter })
}

/** Returns the JSON of the answer, undefined where it is none. */
export async function json(response: Response): Promise<unknown> {
  const type = response.headers.get('Content-Type') ?? ''
  if (!/^application\/([a-z.]+\+)?json\b/i.test(type)) return undefined
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

function isProblem(body: unknown): body is { type: string; title: string; detail?: string; errors?: PlaceOfFault[] } {
  if (typeof body !== 'object' || body === null) return false
  const { type, title } = body as Record<string, unknown>
  return typeof type === 'string' && type.startsWith('/problems/') && typeof title === 'string'
}

function seconds(header: string | null): number | null {
  const value = Number(header)
  return header !== null && Number.isFinite(value) && value >= 0 ? value : null
}
