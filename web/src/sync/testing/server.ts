/** A small server of the sync contract, in memory: what the tests of the phone talk to through `fetch`. */
import { isKind, mergeType } from '../../store/blank'
import type { Alt, Cursor, Mutation, ServerRow, SetChange, TextChange } from '../../store/wire'
import { mergeText } from '../../store/words'

type Body = Record<string, unknown>
interface Push {
  device: string
  since: Cursor
  top?: Cursor
  limit: number
  mutations: (Mutation & { n: number })[]
}
type Ack = [id: string, result: string, problem?: object]
type Line = { id: string; rev: number; head: string; ack: Ack }
interface State {
  log: Line[]
  rows: Record<string, ServerRow>
}
type Canned = { status: number; body?: unknown; type?: string; headers?: Record<string, string> }

export const TIME = '2026-11-30T10:00:00Z'

export class Server {
  user: { id: string; name: string } | null = null
  down = false
  time = TIME
  pageSize = 500
  manifests: Record<string, string> = {}
  /** Answers given instead of the server's own, first come first served; null lets one request through. */
  canned: (Canned | null)[] = []
  /** What runs after a push was stored and before its answer leaves. */
  beforeAnswer: () => void | Promise<void> = () => undefined
  /** Every request, newest last: method and path, and the parsed body. */
  requests: { line: string; body: unknown }[] = []
  files = new Map<string, string>()
  photos = new Map<string, Canned>()
  conferences: object[] = []
  /** The answer to whoever asks what happened to a record. */
  history: object = { lines: [], more: false }
  private states = new Map<string, State>()

  readonly fetch = async (path: string | URL | Request, options: RequestInit = {}): Promise<Response> => {
    const line = `${options.method ?? 'GET'} ${String(path)}`
    const body: unknown = typeof options.body === 'string' ? JSON.parse(options.body) : undefined
    this.requests.push({ line, body })
    if (this.down || options.signal?.aborted) throw new TypeError('Failed to fetch')
    const canned = line.includes('/api/sync') ? this.canned.shift() : undefined
    if (canned) return respond(canned)
    return respond(await this.route(line, body as Body))
  }

  /** The bodies of all pushes so far. */
  get pushes(): Push[] {
    return this.requests.filter(({ line }) => line === 'POST /api/sync').map(({ body }) => body as Push)
  }

  /** A change made by another device of the user who is signed in. */
  edit(row: string, kind: string, set: Body, id: string): void {
    const base = this.state().rows[row]?.rev ?? 0
    this.log({ id, n: 0, kind, row, base, at: TIME, set }, 'laptop')
  }

  rows(user = this.user?.id ?? ''): ServerRow[] {
    return Object.values(this.state(user).rows)
  }

  ids(user = this.user?.id ?? ''): string[] {
    return this.state(user).log.map((line) => line.id)
  }

  backup(): string {
    return JSON.stringify([...this.states])
  }

  /** The head of the log at a rev. */
  head(rev: number): string {
    return this.state().log[rev - 1]?.head ?? ''
  }

  restore(backup: string): void {
    this.states = new Map(JSON.parse(backup) as [string, State][])
  }

  private state(user = this.user?.id ?? ''): State {
    const known = this.states.get(user) ?? { log: [], rows: {} }
    this.states.set(user, known)
    return known
  }

  private async route(line: string, body: Body): Promise<Canned> {
    const file = this.files.get(line.replace('GET /agenda/', ''))
    if (file !== undefined) return { status: 200, body: file }
    const photo = this.photos.get(line.replace('GET /api/blobs/', ''))
    if (photo) return photo
    if (line.startsWith('GET /api/history/')) return { status: 200, body: this.history }
    switch (line) {
      case 'POST /api/users':
      case 'POST /api/session':
        this.user = { id: `id-of-${String(body.name)}`, name: String(body.name) }
        return { status: 200, body: { user: this.user } }
      case 'DELETE /api/session':
        this.user = null
        return { status: 200, body: { user: null } }
      case 'GET /api/session':
        return { status: 200, body: { user: this.user } }
      case 'GET /api/conferences':
        return { status: 200, body: { conferences: this.conferences } }
      case 'POST /api/sync':
        return await this.sync(body as unknown as Push)
      default:
        return problem(404, 'not-found')
    }
  }

  private async sync(push: Push): Promise<Canned> {
    if (!this.user) return problem(401, 'auth')
    const state = this.state()
    const [rev] = push.since
    const lacks = ([place, head]: Cursor) => place > 0 && state.log[place - 1]?.head !== head
    if (lacks(push.since) || lacks(push.top ?? push.since)) return { status: 200, body: { reset: true } }
    const acked = push.mutations.map((mutation) => {
      const base = Math.min(mutation.base, rev)
      return state.log.find((line) => line.id === mutation.id)?.ack ?? this.log({ ...mutation, base }, push.device)
    })
    await this.beforeAnswer()
    return { status: 200, body: { acked, ...this.page(rev), schema: 1, time: this.time, held: 0, agenda: this.manifests } }
  }

  private page(since: number): { rows: ServerRow[]; cursor: Cursor; top: Cursor; more: boolean } {
    const { log } = this.state()
    const changed = this.rows().filter((row) => row.rev > since)
    const rows = changed.sort((one, two) => one.rev - two.rev).slice(0, this.pageSize)
    const more = changed.length > rows.length
    const rev = more ? (rows.at(-1)?.rev ?? 0) : log.length
    const place = (at: number): Cursor => [at, log[at - 1]?.head ?? '']
    return { rows, cursor: place(rev), top: place(log.length), more }
  }

  private log(mutation: Mutation & { n: number }, device: string): Ack {
    const state = this.state()
    const rev = state.log.length + 1
    const poison = 'poison' in (mutation.set ?? {})
    const result = poison ? 'held' : this.merge(mutation, rev, device)
    const invalid = { type: '/problems/invalid', title: 'Something in the request cannot be taken', status: 422 }
    const ack: Ack = poison ? [mutation.id, result, invalid] : [mutation.id, result]
    state.log.push({ id: mutation.id, rev, head: `head of ${mutation.id}`, ack })
    return ack
  }

  private merge(mutation: Mutation, rev: number, device: string): string {
    const { rows } = this.state()
    const fresh = { kind: mutation.kind, id: mutation.row, rev: 0, deleted: false, body: {}, alts: [] }
    const dates = { created_at: TIME, changed_at: TIME, at: mutation.at }
    const row: ServerRow = { ...dates, ...(rows[mutation.row] ?? fresh) }
    const next: ServerRow = { ...row, rev, deleted: mutation.delete === true, body: { ...row.body }, alts: [...row.alts] }
    if (mutation.settle) next.alts = next.alts.filter((alt) => !mutation.settle?.[alt.field]?.includes(alt.rev))
    for (const [field, change] of Object.entries(mutation.set ?? {})) {
      const unseen = row.rev > mutation.base && row.body[field] !== undefined && row.body[field] !== change
      const alt: Alt = { field, value: row.body[field], rev: row.rev, device, at: row.at }
      if (unseen && isKind(row.kind) && mergeType(row.kind, field) === 'value') next.alts.push(alt)
      next.body[field] = merged(mutation.kind, field, row.body[field], change)
    }
    rows[mutation.row] = next
    return mutation.delete ? 'deleted' : next.alts.length > row.alts.length ? 'merged' : 'applied'
  }
}

function merged(kind: string, field: string, current: unknown, change: unknown): unknown {
  if (!isKind(kind) || mergeType(kind, field) === 'value') return change
  if (mergeType(kind, field) === 'text') {
    const { from, to } = change as TextChange
    return mergeText(from, typeof current === 'string' ? current : '', to)
  }
  const { add, remove } = change as SetChange
  const kept = ((current as string[] | undefined) ?? []).filter((element) => !remove.includes(element))
  return [...new Set([...kept, ...add])]
}

/** An answer as our server words a problem. */
export function problem(status: number, slug: string, headers: Record<string, string> = {}): Canned {
  const body = { type: `/problems/${slug}`, title: `About ${slug}`, status }
  return { status, body, type: 'application/problem+json', headers }
}

function respond({ status, body, type = 'application/json', headers = {} }: Canned): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return new Response(status === 204 ? null : text, { status, headers: { 'Content-Type': type, ...headers } })
}
