/** Text as words: how an edit of one text is shown over another text that has moved on meanwhile. Pure. */

interface Span {
  start: number
  end: number
  words: string[]
}

/** Returns `current` with the edit `from` -> `to` made in it.
 *
 * An edit elsewhere in the text is taken; where both sides changed the same place both stay, the current one first and
 * the arriving one below on its own line. The server merges finer (docs/sync.md 5); this is what is shown until then.
 */
export function mergeText(from: string, current: string, to: string): string {
  if (current === from || current === to) return to
  if (from === to) return current
  const ground = words(from)
  const theirs = changed(ground, words(current))
  const ours = changed(ground, words(to))
  if (ours.end < theirs.start || theirs.end < ours.start) return applied(ground, [theirs, ours])
  if (ours.start === theirs.start && ours.end === theirs.end && same(ours.words, theirs.words)) return current
  return both(ground, theirs, ours)
}

function words(text: string): string[] {
  return text.match(/\S+|\s+/g) ?? []
}

function same(one: string[], two: string[]): boolean {
  return one.length === two.length && one.every((word, place) => word === two[place])
}

/** The one stretch of `ground` that differs in `text`, and what stands there instead. */
function changed(ground: string[], text: string[]): Span {
  const most = Math.min(ground.length, text.length)
  let head = 0
  while (head < most && ground[head] === text[head]) head += 1
  let tail = 0
  while (tail < most - head && ground[ground.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1
  return { start: head, end: ground.length - tail, words: text.slice(head, text.length - tail) }
}

function applied(ground: string[], spans: Span[]): string {
  const result = [...ground]
  const fromTheEnd = [...spans].sort((one, two) => two.start - one.start)
  for (const span of fromTheEnd) result.splice(span.start, span.end - span.start, ...span.words)
  return result.join('')
}

/** Both sides of a place that both changed, each with what stands between its own edit and the joint stretch. */
function both(ground: string[], theirs: Span, ours: Span): string {
  const start = Math.min(theirs.start, ours.start)
  const end = Math.max(theirs.end, ours.end)
  const side = (span: Span) =>
    [...ground.slice(start, span.start), ...span.words, ...ground.slice(span.end, end)].join('')
  const first = side(theirs)
  const second = side(ours)
  const middle = first === '' || second === '' ? first + second : `${first.trimEnd()}\n${second.trimStart()}`
  return ground.slice(0, start).join('') + middle + ground.slice(end).join('')
}
