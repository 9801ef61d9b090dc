/** The list of people: what can be filtered by, and what of it is shown. Pure. */
import type { Row } from '../store/kinds'
import { contactsBy } from './people'

export const OWED = 'owed'
const MOST_TAGS = 30

/** Tags by how many people carry them, then by name. */
export function tagsOf(contacts: Iterable<Row<'contact'>>): { tag: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const contact of contacts) for (const tag of new Set(contact.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  const found = [...counts].map(([tag, count]) => ({ tag, count }))
  return found.sort((a, b) => b.count - a.count || a.tag.localeCompare(b.tag)).slice(0, MOST_TAGS)
}

/** `owed`, `tag:<tag>` or null for everyone; those found by the query, last met on top. */
export function listed(
  contacts: readonly Row<'contact'>[],
  query: string,
  filter: string | null,
  owed: ReadonlySet<string>,
): Row<'contact'>[] {
  const found = contactsBy([...contacts], query)
  if (filter === OWED) return found.filter((contact) => owed.has(contact.id))
  if (filter?.startsWith('tag:')) return found.filter((contact) => contact.tags.includes(filter.slice(4)))
  return found
}
