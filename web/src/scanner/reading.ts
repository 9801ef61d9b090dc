/** What a badge code says: the Reading, and the cleaning every kind starts from; twin of server/badges/reading.py. */

export const KINDS = [
  'hallway', 'vcard', 'mecard', 'bizcard', 'wifi', 'geo', 'email', 'tel', 'url', 'json-id', 'delimited', 'opaque',
  'other',
] as const
export type Kind = (typeof KINDS)[number]

/** Absent values are null or [], never ''; `raw` is null for a code that must not be kept. */
export type Reading = {
  kind: Kind
  name: string | null
  given_name: string | null
  family_name: string | null
  degrees: string[]
  emails: string[]
  phones: string[]
  organization: string | null
  title: string | null
  address: string | null
  urls: string[]
  note: string | null
  id: string | null
  is_contact: boolean
  raw: string | null
}

export const TEXT_BYTES = 8192
export const FIELDS = 200
export const VALUES = 20

const HALVES = /[\ud800-\udfff]/gu
// oxlint-disable-next-line no-control-regex -- removing them is the point
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g
const RUN = /[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/g

/** The text tidied and cut at 8 kB of UTF-8; half characters (lone surrogates) are gone. */
export function clean(text: string): string {
  const bytes = new TextEncoder().encode(text.replace(HALVES, '')).subarray(0, TEXT_BYTES)
  // A streaming decoder holds back the character that the cut has halved.
  return tidy(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true }))
}

/** The text with \n for every line break and without other controls; tabs stay. */
export function tidy(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(CONTROLS, '')
}

/** The text on one line: every run of white space is one space, none at the ends. */
export function squeeze(text: string): string {
  return text.replace(RUN, ' ').trim()
}

/** The text with its line breaks, each line squeezed, empty lines gone. */
export function squeezeLines(text: string): string {
  return text.split('\n').map(squeeze).filter(Boolean).join('\n')
}

/** What follows the first prefix (lower case) that the text begins with in any letter case, or null. */
export function prefixed(text: string, ...prefixes: string[]): string | null {
  const found = prefixes.find((prefix) => text.slice(0, prefix.length).toLowerCase() === prefix)
  return found === undefined ? null : text.slice(found.length)
}

/** The text before the first separator, the separator, the text after it; the last two empty if there is none. */
export function partition(text: string, separator: string): [string, string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, '', ''] : [text.slice(0, at), separator, text.slice(at + separator.length)]
}

/** The text before the last separator, the separator, the text after it; the first two empty if there is none. */
export function lastPartition(text: string, separator: string): [string, string, string] {
  const at = text.lastIndexOf(separator)
  return at < 0 ? ['', '', text] : [text.slice(0, at), separator, text.slice(at + separator.length)]
}
