/** Contacts that are one person: who stands for whom; twin of server/contacts/merging.py. Pure. */
import { natural } from './natural'

/** The id of each merged contact and of the one that stands for it. */
export type Survivors = ReadonlyMap<string, string>

/** Who was merged into whom, by id. */
type Links = ReadonlyMap<string, { merged_into: string | null }>

/** Who stands for whom among contacts that are not in the bin.
 *
 * A merge into someone who is not there does not count. Where merges go round in a circle, as two phones can make them,
 * the lowest id of the circle stands for the others.
 */
export function survivorsOf(live: Links): Survivors {
  const ends = new Map<string, string>()
  for (const [start, { merged_into }] of live) {
    if (merged_into === null) continue
    const way: string[] = []
    let at = start
    while (!ends.has(at) && !way.includes(at)) {
      way.push(at)
      const into = live.get(at)?.merged_into ?? null
      at = into !== null && live.has(into) ? into : at
    }
    const circle = way.includes(at) ? way.slice(way.indexOf(at)) : []
    const end = circle.length > 0 ? circle.reduce((a, b) => (a < b ? a : b)) : (ends.get(at) ?? at)
    for (const one of way) ends.set(one, end)
  }
  return new Map([...ends].filter(([one, end]) => one !== end))
}

/** The contact that stands for this one: itself, unless it was merged. */
export const survivorOf = (survivors: Survivors, id: string): string => survivors.get(id) ?? id

/** The contact with all that any merge ties to it, over whatever stands between; for contacts in the bin as well. */
export function together(links: Links, id: string): Set<string> {
  const beside = new Map<string, string[]>()
  const tie = (one: string, other: string) => beside.set(one, [...(beside.get(one) ?? []), other])
  for (const [one, { merged_into: into }] of links) {
    if (into === null) continue
    tie(one, into)
    tie(into, one)
  }
  const found = new Set([id])
  for (const one of found) for (const other of beside.get(one) ?? []) found.add(other)
  return found
}

interface FollowupRow {
  id: string
  contact: string | null
  step?: string | null
  cycle?: string | null
}

/** The follow-up rows of one person that count: what was done to the survivor's own step goes before. */
export function standing<T extends FollowupRow>(rows: readonly T[], survivor: string): T[] {
  if (rows.every((row) => row.contact === survivor)) return [...rows]
  const own = new Set(rows.filter((row) => row.contact === survivor).map((row) => row.id))
  return rows.filter((row) => row.contact === survivor || !own.has(natural(`followup:${survivor}:${row.step}:${row.cycle || '0'}`)))
}
