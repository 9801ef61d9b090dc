/** Codes that hold a JSON object: ids of check-in systems, a few name a person; twin of server/badges/json_codes.py. */
import { add, digits, Draft } from './draft'
import { squeeze, tidy } from './reading'

const DEPTH = 20
const ID = /^[A-Za-z0-9][A-Za-z0-9+/=_.:#-]{3,}$/
const HOST = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::[0-9]+)?$/
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?$/
const NAMES = ['name', 'fullname', 'displayname']
const GIVEN = ['givenname', 'firstname']
const FAMILY = ['familyname', 'lastname', 'surname']

/** The longest id-like string, those with a digit first, of an object without a name field (check-in systems). */
export function jsonId(text: string): Draft | null {
  const value = jsonObject(text)
  if (value === null || namesSomeone(value)) return null
  const draft = new Draft()
  draft.id = strings(value).filter(isId).toSorted(byLikeness)[0] ?? ''
  return draft
}

/** The person of an object with a name field at its top, or null. */
export function jsonPerson(text: string): Draft | null {
  const value = jsonObject(text)
  if (value === null || !namesSomeone(value)) return null
  const known = knownOf(value)
  const draft = new Draft()
  draft.givenName = pick(known, GIVEN)
  draft.familyName = pick(known, FAMILY)
  draft.name = pick(known, NAMES) || squeeze(`${draft.givenName} ${draft.familyName}`)
  draft.id = pick(known, ['id', 'uid', 'uuid', 'badgeid', 'attendeeid'])
  add(draft.organizations, pick(known, ['organization', 'organisation', 'company', 'institution', 'affiliation']))
  add(draft.titles, pick(known, ['title', 'jobtitle', 'role', 'position']))
  draft.addEmail(pick(known, ['email', 'mail', 'emailaddress']))
  draft.addPhone(pick(known, ['phone', 'tel', 'mobile']))
  return draft
}

/** The object the text holds, or null; at most 20 levels. */
function jsonObject(text: string): object | null {
  text = text.trim()
  if (!text.startsWith('{') || depthOf(text) > DEPTH) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

function namesSomeone(value: object): boolean {
  return pick(knownOf(value), [...NAMES, ...GIVEN, ...FAMILY]) !== ''
}

/** The top level's strings and whole numbers by key, lower case, letters alone. */
function knownOf(value: object): Map<string, string> {
  const texts = Object.entries(value).map(([key, found]): [string, string] => [
    key.toLowerCase().replace(/[^a-z]/g, ''),
    asText(found),
  ])
  return new Map([...new Map(texts)].filter(([, text]) => text))
}

function pick(known: Map<string, string>, keys: string[]): string {
  return keys.map((key) => known.get(key)).find(Boolean) ?? ''
}

function strings(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(strings)
  return [asText(value)]
}

function asText(value: unknown): string {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 53) return String(value)
  return typeof value === 'string' ? squeeze(tidy(value)) : ''
}

function isId(text: string): boolean {
  return ID.test(text) && !text.includes('://') && !HOST.test(text) && !DAY.test(text)
}

function byLikeness(a: string, b: string): number {
  return Number(!digits(a)) - Number(!digits(b)) || b.length - a.length || (a < b ? -1 : 1)
}

/** How deep brackets nest at most, those within strings counted too. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0]
  for (const char of text) {
    if (char === '[' || char === '{') depth += 1
    else if (char === ']' || char === '}') depth -= 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}
