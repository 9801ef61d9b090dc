/** The tracker as a CSV file, made on the phone; twin of `server/leaving/tables.py` and `server/tracker/cells.py`. Pure.
 *
 * A cell that begins with `= + - @`, a tab, a line end or the full-width forms of those signs, behind any number of
 * apostrophes, gets one more apostrophe in front, so that no spreadsheet runs it; reading takes exactly that one away.
 */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const LINE_ENDS = /\r\n|[\r\v\f\u0085\u2028\u2029]/g
// what no spreadsheet could give back: control characters, half characters, marks that are no characters
// oxlint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufeff\ufffe\uffff]|\p{Surrogate}/gu
const MOST_CELL = 32_000
const BYTE_ORDER = '\ufeff'

/** The text as it stands in a cell. */
export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** The text as a cell can hold it. */
export function tidy(text: string): string {
  const whole = text.replace(LINE_ENDS, '\n').replace(UNFIT, '')
  return [...whole].slice(0, MOST_CELL).join('').trim()
}

/** Several values as one cell, each on a line of its own. */
export function joined(values: readonly string[]): string {
  return tidy(values.map(oneLine).filter((line) => line !== '').join('\n'))
}

export const oneLine = (text: string | null): string => tidy(text ?? '').split(/\s+/).filter((word) => word !== '').join(' ')

/** `2026-12-03: words`, the day alone where there are no words, the words where there is no day. */
export function dated(day: string | null, words: string): string {
  const said = tidy(words)
  if (day === null) return said
  return said ? `${day}: ${said}` : day
}

/** The whole file: UTF-8 with its mark, every cell quoted, lines ending in CRLF (RFC 4180). */
export function csvOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return BYTE_ORDER + [header, ...rows.map((row) => row.map(guarded))].map(line).join('')
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`
}
