/** Whether an answer is one of ours: a hall portal may well say 200 in JSON. Pure. */
import type { Answer } from '../store/wire'

export type Reset = { reset: true }

/** Tells whether the body is the `reset` answer. */
export function isReset(body: unknown): body is Reset {
  return isRecord(body) && body.reset === true
}

/** Tells whether the body has the shape of a sync answer (docs/sync.md 4.1). */
export function isAnswer(body: unknown): body is Answer {
  if (!isRecord(body)) return false
  const { acked, rows, cursor, top, more, schema, time } = body
  return (
    isList(acked, (ack) => Array.isArray(ack) && typeof ack[0] === 'string' && typeof ack[1] === 'string') &&
    isList(rows, isRow) &&
    isCursor(cursor) &&
    (top === undefined || isCursor(top)) &&
    typeof more === 'boolean' &&
    typeof schema === 'number' &&
    typeof time === 'string'
  )
}

function isCursor(place: unknown): boolean {
  return Array.isArray(place) && typeof place[0] === 'number' && typeof place[1] === 'string'
}

function isRow(row: unknown): boolean {
  if (!isRecord(row)) return false
  const { kind, id, rev, deleted, body, alts } = row
  const named = typeof kind === 'string' && typeof id === 'string' && typeof rev === 'number'
  return named && typeof deleted === 'boolean' && isRecord(body) && Array.isArray(alts)
}

function isList(value: unknown, sound: (element: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(sound)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
