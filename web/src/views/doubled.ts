/** Places of a text that two devices changed: both versions stand there, one below the other. Pure. */

export interface Doubled {
  first: string
  second: string
}

/** Where the two versions stand in a text: from `start` the first, from `middle` the second, up to `end`. */
interface Place {
  start: number
  middle: number
  end: number
}

/** Finds the two versions one below the other; null where they do not stand so, or in more than one place. */
export function placeOf(text: string, { first, second }: Doubled): Place | null {
  const found: Place[] = []
  for (let start = text.indexOf(first); first && second && start !== -1; start = text.indexOf(first, start + 1)) {
    const gap = /^[ \t]*\n\s*/.exec(text.slice(start + first.length))?.[0] ?? ''
    const middle = start + first.length + gap.length
    const end = middle + second.length
    const whole = /^$|^\s$/.test(text.charAt(start - 1)) && /^[ \t]*(\n|$)/.test(text.slice(end))
    if (gap && whole && text.startsWith(second, middle)) found.push({ start, middle, end })
  }
  return found.length === 1 ? (found[0] ?? null) : null
}

/** Returns the text with only one of the two versions, or null where they do not stand as they did. */
export function keptOne(text: string, doubled: Doubled, keep: 'first' | 'second'): string | null {
  const place = placeOf(text, doubled)
  return place && text.slice(0, place.start) + doubled[keep] + text.slice(place.end)
}

/** The two versions that an edit of this phone left in the text when it was merged; null where that cannot be told.
 *
 * `from` and `to` are the edit's own. Only an edit in one place is told: its words begin a line, and above them stands
 * what the other device wrote, down from the words that both have.
 */
export function doubledBy({ from, to }: { from: string; to: string }, text: string): Doubled | null {
  const [was, became] = [words(from), words(to)]
  const most = Math.min(was.length, became.length)
  let head = 0
  while (head < most && was[head] === became[head]) head += 1
  let tail = 0
  while (tail < most - head && was[was.length - 1 - tail] === became[became.length - 1 - tail]) tail += 1
  const shared = became.slice(0, head).join('').trimEnd()
  const second = became.slice(head, became.length - tail).join('').trim()
  if (!second || !text.startsWith(shared)) return null
  const below = text.indexOf(`\n${second}`, shared.length)
  const doubled = { first: text.slice(shared.length, Math.max(below, 0)).trim(), second }
  return placeOf(text, doubled) && doubled
}

const words = (text: string): string[] => text.match(/\S+|\s+/g) ?? []
