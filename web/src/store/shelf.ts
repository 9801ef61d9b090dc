/** The shelf: rows of before a reset, and what of them the server lacks now (docs/sync.md 6.3). */
import { isKind, mergeType } from './blank'
import { difference, equal } from './change'
import { write, type Reading, type Writing } from './database'
import type { Kind } from './kinds'
import { isBlank, type ServerRow } from './wire'

/** The name in `meta` that stands from a reset until all is quiet. */
export const SETTLING = 'settling'

/** Returns the values that only the shelf has, as a form would save them; {} when nothing is missing.
 *
 * A value that stands among the losing ones is not missing, and what the server says was deleted is not put back.
 */
export function missing(shelved: ServerRow, now: ServerRow | undefined): Record<string, unknown> {
  if (shelved.deleted || now?.deleted || !isKind(shelved.kind)) return {}
  const newer = now !== undefined && now.rev >= shelved.rev
  const lacking: Record<string, unknown> = {}
  for (const [field, old] of Object.entries(shelved.body)) {
    const value = together(shelved.kind, field, old, now?.body[field])
    const lost = now?.alts.some((alt) => alt.field === field && equal(alt.value, old))
    const replaced = newer && mergeType(shelved.kind, field) === 'value' && !isBlank(now.body[field])
    if (!isBlank(old) && !lost && !replaced && !equal(value, now?.body[field])) lacking[field] = value
  }
  return lacking
}

/** Drops what the server has again and lists the rest, once the phone and the server agree. */
export async function tidyShelf(user: string): Promise<boolean> {
  return await write(user, async (tx) => {
    const shelf = tx.objectStore('shelf')
    const shelved = await shelf.getAll()
    for (const row of shelved) {
      const now = await tx.objectStore('rows').get([row.kind, row.id])
      if (Object.keys(missing(row, now)).length === 0) await shelf.delete([row.kind, row.id])
    }
    const settling = await tx.objectStore('meta').get(SETTLING)
    await tx.objectStore('meta').delete(SETTLING)
    return settling === true || shelved.length > 0
  })
}

/** Returns the shelved rows that need a person; none while the phone is still sending everything again. */
export async function listed(tx: Reading | Writing): Promise<ServerRow[]> {
  const settling = await tx.objectStore('meta').get(SETTLING)
  return settling === true ? [] : await tx.objectStore('shelf').getAll()
}

/** Returns the `set` that puts the row back over what the server holds now. */
export function putBack(shelved: ServerRow, now: ServerRow | undefined): Record<string, unknown> {
  return difference(shelved.kind as Kind, now?.body ?? null, missing(shelved, now))
}

function together(kind: Kind, field: string, old: unknown, now: unknown): unknown {
  if (isBlank(now)) return old
  switch (mergeType(kind, field)) {
    case 'set':
      return [...new Set([...(now as string[]), ...(old as string[])])]
    case 'text': {
      const known = new Set(String(now).split('\n'))
      return [String(now), ...String(old).split('\n').filter((line) => !known.has(line))].join('\n')
    }
    default:
      return old
  }
}
