/** The shapes of the sync contract (docs/sync.md 4), as they travel and as they are stored on the phone. */

/** `[rev, head]`: how far this phone has read, and the proof of it. `[0, ""]` is the beginning. */
export type Cursor = [rev: number, head: string]

export interface TextChange {
  from: string
  to: string
}

export interface SetChange {
  add: string[]
  remove: string[]
}

/** One change to one row, made once. Exactly one of `set`, `settle` and `delete` is there; `set: {}` restores. */
export interface Mutation {
  id: string
  kind: string
  row: string
  base: number
  at: string
  set?: Record<string, unknown>
  settle?: Record<string, number[]>
  delete?: true
}

/** A mutation waiting in the outbox; `sent` entries are never edited. */
export interface Entry extends Mutation {
  n: number
  sent: boolean
}

export interface Problem {
  type: string
  title: string
  status: number
  detail?: string
  errors?: { pointer: string; detail: string }[]
}

/** A mutation the server has; `acked_at` is the server's time. */
export interface Archived extends Entry {
  result: string
  acked_at: string
}

/** A mutation that was not applied. `by`: the server logged it, or the phone could not get it accepted at all. */
export interface Held extends Entry {
  problem: Problem
  by: 'server' | 'phone'
}

/** A value that lost against a later one, kept to be shown. */
export interface Alt {
  field: string
  value: unknown
  rev: number
  device: string
  at: string | null
}

/** One synced record as the server sends it. */
export interface ServerRow {
  kind: string
  id: string
  rev: number
  deleted: boolean
  body: Record<string, unknown>
  alts: Alt[]
  created_at: string | null
  changed_at: string | null
  at: string | null
}

export interface Answer {
  acked: [id: string, result: string, problem?: Problem][]
  rows: ServerRow[]
  cursor: Cursor
  /** How far the server's log goes; a server of before it was told says nothing. */
  top?: Cursor
  more: boolean
  schema: number
  time: string
  held: number
  agenda: Record<string, string>
  device?: string
}

export const START: Cursor = [0, '']

/** Tells whether two cursors name the same point of the same past. */
export function sameCursor(one: Cursor, two: Cursor): boolean {
  return one[0] === two[0] && one[1] === two[1]
}

/** Tells whether the row was purged: a tombstone with nothing left in it (docs/sync.md 5). */
export function isPurged(row: ServerRow): boolean {
  return row.deleted && row.alts.length === 0 && Object.values(row.body).every(isBlank)
}

/** Tells whether a value says nothing: null, an empty text or an empty list. */
export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
