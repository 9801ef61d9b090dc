/** Remarks of an import, gathered by what they say. Pure. */

export interface Remark {
  where: string
  message: string
}

export interface Remarks {
  message: string
  places: string[]
}

/** Remarks with the same words together, the most frequent first; quoted values and numbers do not part them. */
export function grouped(remarks: readonly Remark[]): Remarks[] {
  const groups = new Map<string, Remarks>()
  for (const { where, message } of remarks) {
    const key = message.replace(/["“”'‘’][^"“”'‘’]{0,200}["“”'‘’]/g, '…').replace(/\d+/g, '0')
    const group = groups.get(key) ?? { message, places: [] }
    group.places.push(where)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.places.length - a.places.length)
}

/** "Row 4", "Rows 4, 7 and 12 more". */
export function placesWords(places: readonly string[], most = 3): string {
  const named = places.filter((place) => place !== '')
  if (named.length <= most) return named.join(', ')
  return `${named.slice(0, most - 1).join(', ')} and ${named.length - most + 1} more`
}
