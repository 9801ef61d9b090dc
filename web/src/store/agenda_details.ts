/** What an agenda says of an item beyond the list: details and abstracts, from this phone or fetched by shard. */
import { tableOf } from './agenda_columns'
import { shardOf } from './agenda_fetch'
import { shardNumber } from './agenda_rows'
import type { Item, ItemDetails, Part } from './agenda_shapes'
import { items, told } from './agenda_shown'

const MOST_AT_HAND = 64 // shards of each part: about 8 MB of abstracts at most

/** Returns the abstract as clean HTML; null where there is none, or where it is not here and cannot be fetched now. */
export async function abstractOf(itemId: string): Promise<string | null> {
  const row = await rowOf('abstracts', itemId).catch(() => undefined)
  const html = row?.abstract
  return typeof html === 'string' ? html : null
}

/** Returns what the list does not say of an item; null for an id that is no item, or where it cannot be fetched now. */
export async function detailsOf(itemId: string): Promise<ItemDetails | null> {
  const item = items.peek().get(itemId)
  if (!item) return null
  return await rowOf('details', itemId).then(
    (row) => detailsFrom(row, item),
    () => null,
  )
}

/** Fetches details and abstracts of the items, so that they are here in a hall without network; stops at a failure. */
export async function keepAtHand(itemIds: Iterable<string | null>): Promise<void> {
  const stored = told.held.peek()
  if (!stored) return
  const known = [...itemIds].filter((id): id is string => id !== null && items.peek().has(id))
  for (const part of ['details', 'abstracts'] as const) {
    const count = stored.manifest.shards[part].length
    const numbers = new Set(count > 0 ? known.map((id) => shardNumber(id, count)) : [])
    for (const number of [...numbers].slice(0, MOST_AT_HAND)) await shardOf(stored, part, number)
  }
}

/** Fetches every abstract of the shown agenda, so that search finds them without network; stops at a failure. */
export async function fetchAbstracts(done: (fetched: number, all: number) => void): Promise<void> {
  const stored = told.held.peek()
  const count = stored?.manifest.shards.abstracts.length ?? 0
  for (let number = 0; stored && number < count; number++) {
    await shardOf(stored, 'abstracts', number)
    done(number + 1, count)
  }
}

/** Returns the row as a record named by the columns; what no shard says is undefined. */
async function rowOf(part: Part, id: string): Promise<Record<string, unknown> | undefined> {
  const stored = told.held.peek()
  if (!stored) return undefined
  const count = stored.manifest.shards[part].length
  const shard = count > 0 ? await shardOf(stored, part, shardNumber(id, count)) : null
  if (!shard) return undefined
  const { columns, values } = tableOf(shard)
  const at = values[columns.indexOf('id')]?.indexOf(id) ?? -1
  return at < 0 ? undefined : Object.fromEntries(columns.map((column, place) => [column, values[place]?.[at] ?? null]))
}

/** Returns what the details say of an item; one without a row of its own says nothing beyond its people. */
function detailsFrom(row: Record<string, unknown> | undefined, item: Item): ItemDetails {
  const roles = (row?.roles as string[] | null) ?? []
  const text = (field: string) => (typeof row?.[field] === 'string' ? row[field] : null)
  return {
    id: item.id,
    subtitle: text('subtitle'),
    day_label: text('day_label'),
    credit: text('credit'),
    people: item.people.map((id, place) => ({ id, role: roles[place] ?? 'presenter' })),
    marks: (row?.marks as string[] | null) ?? [],
    links: (row?.links as string[] | null) ?? [],
    language: text('language'),
  }
}
