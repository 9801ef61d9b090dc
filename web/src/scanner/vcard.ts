/** vCard 2.1, 3.0 and 4.0 to a draft; twin of server/badges/vcard.py. */
import { add, Draft, HOME, MOBILE, OTHER, WORK } from './draft'
import { webLink } from './links'
import { degreesBehind, takeDegrees } from './names'
import { prefixed, squeeze, squeezeLines } from './reading'
import { partsOf, properties, textOf, type Property } from './vcard-lines'

const RANKS: [string[], number][] = [[['cell', 'mobile', 'iphone'], MOBILE], [['work'], WORK], [['home'], HOME]]

/** The first card of the text, or null if the text does not begin with one. */
export function vcard(text: string): Draft | null {
  if (prefixed(text.trim(), 'begin:vcard') === null) return null
  const { found, begun } = properties(text.trim())
  const draft = new Draft()
  for (const property of found) take(draft, property)
  takeNames(draft, found)
  for (const name of ['TITLE', 'ROLE']) {
    for (const property of named(found, name)) add(draft.titles, oneLine(textOf(property)))
  }
  if (!draft.addresses.length) {
    for (const property of named(found, 'LABEL')) add(draft.addresses, oneLine(textOf(property)))
  }
  if (begun > 1) add(draft.notes, `The code holds ${begun} cards; the first one was read.`)
  return draft
}

function take(draft: Draft, property: Property): void {
  switch (property.name) {
    case 'EMAIL': return draft.addEmail(textOf(property))
    case 'TEL': return takePhone(draft, property)
    case 'ADR': return add(draft.addresses, joined(property))
    case 'ORG': return add(draft.organizations, joined(property))
    case 'URL': return draft.addLink(textOf(property))
    case 'X-SOCIALPROFILE':
    case 'IMPP': return takeSocial(draft, textOf(property))
    case 'NOTE': return draft.addNote(textOf(property))
    case 'UID': draft.id ||= squeeze(textOf(property))
  }
}

function takePhone(draft: Draft, property: Property): void {
  if (property.types.has('fax') || property.types.has('pager')) return
  const rank = RANKS.find(([types]) => types.some((type) => property.types.has(type)))?.[1] ?? OTHER
  draft.addPhone(textOf(property), rank)
}

function takeSocial(draft: Draft, text: string): void {
  const url = webLink(text)
  if (url === null) add(draft.notes, squeeze(text))
  else add(draft.urls, url, { exact: true })
}

function takeNames(draft: Draft, found: Property[]): void {
  const full = first(found, 'FN')
  const parts = named(found, 'N').find((property) => textOf(property).replaceAll(';', '').trim())
  const composed = parts ? takeParts(draft, parts) : ''
  draft.name = full || composed || first(found, 'NICKNAME')
  for (const degree of degreesBehind(full)) add(draft.degrees, degree)
}

/** Given and family name and degrees are in the draft; returns the name composed from the parts. */
function takeParts(draft: Draft, property: Property): string {
  const parts = partsOf(property).slice(0, 5).map((values) => squeeze(values.join(' ')))
  const [family = '', given = '', additional = '', before = '', behind = ''] = parts
  const [prefix, leading] = takeDegrees(before)
  const [suffix, trailing] = takeDegrees(behind)
  for (const degree of [...leading, ...trailing]) add(draft.degrees, degree)
  const filled = parts.filter(Boolean)
  if (filled.length > 1 || !filled.join('').includes(' ')) [draft.familyName, draft.givenName] = [family, given]
  return [prefix, given, additional, family, suffix].filter(Boolean).join(' ')
}

function joined(property: Property): string {
  return partsOf(property).flat().map(oneLine).filter(Boolean).join(', ')
}

/** Line breaks become commas, but not behind a comma. */
function oneLine(text: string): string {
  return squeezeLines(text).split('\n').map((line) => line.replace(/,$/, '')).join(', ')
}

function named(found: Property[], name: string): Property[] {
  return found.filter((property) => property.name === name)
}

function first(found: Property[], name: string): string {
  return named(found, name).map((property) => squeeze(textOf(property))).find(Boolean) ?? ''
}
