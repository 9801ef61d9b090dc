/** The lines of a vCard: folding, soft breaks, parameters, separators; twin of server/badges/vcard_lines.py. */
import { unquotePrintable } from './encoding'
import { FIELDS, lastPartition, partition, VALUES } from './reading'

const ENCODINGS = ['QUOTED-PRINTABLE', 'BASE64', '7BIT', '8BIT']

/** One content line: upper-case name, lower-case types, the value still escaped and encoded. */
export type Property = { name: string; value: string; types: Set<string>; charset: string; quoted: boolean }

/** The whole value, decoded and unescaped. */
export function textOf(property: Property): string {
  return plain(property, property.value)
}

/** The parts between `;` and their values between `,`, split before anything is decoded; at most 20 each. */
export function partsOf(property: Property): string[][] {
  return splitUnescaped(property.value, ';')
    .slice(0, VALUES)
    .map((part) => splitUnescaped(part, ',').slice(0, VALUES).map((value) => plain(property, value)))
}

/** The first card's properties, at most 200, and how many cards the text begins. */
export function properties(text: string): { found: Property[]; begun: number } {
  const found: Property[] = []
  let [begun, depth, over] = [0, 0, false]
  for (const line of logicalLines(text)) {
    const property = propertyOf(line)
    if (!property) continue
    const isCard = property.value.trim().toUpperCase() === 'VCARD'
    if (property.name === 'BEGIN' && isCard) {
      begun += 1
      depth += 1
    } else if (property.name === 'END' && isCard) {
      depth -= 1
      over ||= depth <= 0
    } else if (depth === 1 && !over && found.length < FIELDS) found.push(property)
  }
  return { found, begun }
}

/** The text's parts between separators that no backslash escapes; the escapes stay. */
export function splitUnescaped(text: string, separator: string): string[] {
  const parts: string[] = []
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === separator) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}

/** The text with `\n`, `\N`, `\,`, `\;`, `\:` and `\\` taken once each, from left to right. */
export function unescape(text: string): string {
  return text.replace(/\\([nN,;:\\])/g, (_, taken: string) => (taken === 'n' || taken === 'N' ? '\n' : taken))
}

function plain(property: Property, value: string): string {
  return unescape(property.quoted ? unquotePrintable(value, property.charset) : value)
}

function logicalLines(text: string): string[] {
  const lines: string[][] = []
  let soft = false
  for (const line of text.split('\n')) {
    let current = lines.at(-1)
    if (soft) current?.push(line)
    else if (!line.trim()) continue
    else if (current && /^[ \t]/.test(line)) current.push(line.slice(1))
    else lines.push((current = [line]))
    soft = line.endsWith('=') && isQuoted(current?.[0] ?? '')
    if (soft && current) current.push((current.pop() ?? '').slice(0, -1))
  }
  return lines.map((pieces) => pieces.join(''))
}

function isQuoted(line: string): boolean {
  return partition(line, ':')[0].toUpperCase().includes('QUOTED-PRINTABLE')
}

function propertyOf(line: string): Property | null {
  const [head, colon, value] = splitHead(line)
  if (!colon) return null
  const [name = '', ...parameters] = outsideQuotes(head, ';')
  const property: Property = { name: '', value, types: new Set(), charset: 'utf-8', quoted: false }
  property.name = lastPartition(name.trim(), '.')[2].toUpperCase()
  for (const parameter of parameters.slice(0, VALUES)) takeParameter(property, parameter)
  return property
}

function takeParameter(property: Property, parameter: string): void {
  let [key, equals, given] = partition(parameter, '=')
  if (!equals) [key, given] = [ENCODINGS.includes(key.trim().toUpperCase()) ? 'ENCODING' : 'TYPE', key]
  key = key.trim().toUpperCase()
  given = given.replaceAll('"', '')
  if (key === 'TYPE') for (const kind of given.split(',')) property.types.add(kind.trim().toLowerCase())
  else if (key === 'CHARSET') property.charset = given.trim()
  else if (key === 'ENCODING') property.quoted = given.trim().toUpperCase() === 'QUOTED-PRINTABLE'
}

function splitHead(line: string): [string, string, string] {
  let inside = false
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') inside = !inside
    else if (line[at] === ':' && !inside) return [line.slice(0, at), ':', line.slice(at + 1)]
  }
  return partition(line, ':')
}

function outsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = []
  let [start, inside] = [0, false]
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') inside = !inside
    else if (text[at] === separator && !inside) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}
