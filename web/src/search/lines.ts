/**
 * Many short texts laid out as one folded text, a line each. Pure.
 *
 * A browser finds a word in a long text at memory speed, so that no table of words is needed; a line's number tells
 * whose text it is.
 */
import { fold } from '../views/fold'

/** Line n begins at `starts[n]`. */
export interface Lines {
  text: string
  starts: Uint32Array
}

/** Calls back with the worth of the best hit of each line that holds the word. */
export function eachHit(lines: Lines, word: string, worth: [begins: number, within: number], take: (line: number, worth: number) => void): void {
  const { text, starts } = lines
  let line = 0
  let at = text.indexOf(word)
  while (at >= 0) {
    line = lineAt(starts, at, line)
    const end = starts[line + 1] ?? text.length
    let best = worth[1]
    while (at >= 0 && at < end) {
      if (isWordStart(text, at)) {
        best = worth[0]
        break
      }
      at = text.indexOf(word, at + 1)
    }
    take(line, best)
    if (at >= 0 && at < end) at = text.indexOf(word, end)
  }
}

/** Lays out a folded text of each. */
export function linesOf<T>(all: readonly T[], textOf: (one: T) => string): Lines {
  const starts = new Uint32Array(all.length + 1)
  const parts: string[] = []
  let at = 0
  all.forEach((one, line) => {
    const text = fold(textOf(one)).replaceAll('\n', ' ')
    parts.push(text)
    at += text.length + 1
    starts[line + 1] = at
  })
  return { text: parts.join('\n'), starts }
}

/** The line that holds the place, looked for from a line at or before it. */
function lineAt(starts: Uint32Array, at: number, from: number): number {
  let [low, high] = [from, starts.length - 2]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** The folded text of one line. */
export function textAt({ text, starts }: Lines, line: number): string {
  return text.slice(starts[line], (starts[line + 1] ?? 0) - 1)
}

export const isWordStart = (text: string, at: number): boolean => !isOfWord(text.charCodeAt(at - 1))
export const isWordEnd = (text: string, at: number): boolean => !isOfWord(text.charCodeAt(at))

/** Whether a folded character is of a word; before the first and after the last there is none. */
function isOfWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code > 127
}
