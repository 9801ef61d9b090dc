/** What a screen shows of a record: the row as the server sent it, with the waiting mutations made over it. Pure. */
import { filled, mergeType } from './blank'
import type { Kind, Kinds } from './kinds'
import type { Alt, Entry, ServerRow, SetChange, TextChange } from './wire'
import { mergeText } from './words'

export interface Shown<K extends Kind> {
  /** False for a row that is deleted or was never made. */
  live: boolean
  /** False when neither a row nor a mutation names it. */
  known: boolean
  values: Kinds[K]
}

/** Returns the record after all its waiting mutations, in the order of the outbox. */
export function replay<K extends Kind>(kind: K, row: ServerRow | undefined, entries: readonly Entry[]): Shown<K> {
  let body: Readonly<Record<string, unknown>> = row?.body ?? {}
  let live = row !== undefined && !row.deleted
  for (const entry of entries) {
    live = entry.delete !== true
    if (entry.set) body = withChanges(kind, body, entry.set)
  }
  return { live, known: row !== undefined || entries.length > 0, values: filled(kind, body) }
}

/** Returns the losing values that nobody on this phone has settled yet. */
export function unsettled(row: ServerRow | undefined, entries: readonly Entry[]): Alt[] {
  const settled = (alt: Alt) => entries.some((entry) => entry.settle?.[alt.field]?.includes(alt.rev))
  return (row?.alts ?? []).filter((alt) => !settled(alt))
}

function withChanges(
  kind: Kind,
  body: Readonly<Record<string, unknown>>,
  set: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...body }
  for (const [field, change] of Object.entries(set)) result[field] = changedValue(kind, field, body[field], change)
  return result
}

function changedValue(kind: Kind, field: string, current: unknown, change: unknown): unknown {
  switch (mergeType(kind, field)) {
    case 'text': {
      const { from, to } = (change ?? {}) as Partial<TextChange>
      if (typeof from !== 'string' || typeof to !== 'string') return current
      return mergeText(from, typeof current === 'string' ? current : '', to)
    }
    case 'set': {
      const { add, remove } = (change ?? {}) as Partial<SetChange>
      if (!Array.isArray(add) || !Array.isArray(remove)) return current
      const kept = (Array.isArray(current) ? (current as string[]) : []).filter((element) => !remove.includes(element))
      return [...new Set([...kept, ...add])]
    }
    default:
      return change
  }
}
