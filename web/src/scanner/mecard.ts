/** MECARD, its older MEMORY form, and BIZCARD to a draft; twin of server/badges/mecard.py. */
import { add, Draft, MOBILE, OTHER, WORK } from './draft'
import { FIELDS, partition, prefixed, squeeze } from './reading'
import { splitUnescaped, unescape } from './vcard-lines'

const MEMORY_FIELD = /^(?:(?:NAME|TEL|MAIL)[0-9]|ADD):/i
const MEMORY_REACH = /^(TEL|MAIL|URL)[0-9]*$/

/** The fields of a `MECARD:` or `MEMORY:` code, or null if the text is neither. */
export function mecard(text: string): Draft | null {
  const body = prefixed(text.trim(), 'mecard:')
  if (body !== null) return mecardBody(body)
  return isMemory(text.trim()) ? memory(text.trim()) : null
}

/** What the fields behind `MECARD:` say; a missing last `;` is accepted, SOUND and BDAY are dropped. */
export function mecardBody(text: string): Draft {
  const draft = new Draft()
  for (const [key, value] of fields(text)) {
    if (key === 'N') takeName(draft, value)
    else if (key === 'NICKNAME') draft.name ||= squeeze(unescape(value))
    else if (key === 'ADR') add(draft.addresses, listed(value))
    else take(draft, key, unescape(value))
  }
  return draft
}

/** The fields of a `BIZCARD:` code, or null: N given, X family, T title, C company, B, F and M phones. */
export function bizcard(text: string): Draft | null {
  const body = prefixed(text.trim(), 'bizcard:')
  if (body === null) return null
  const draft = new Draft()
  for (const [key, escaped] of fields(body)) takeBizcard(draft, key, squeeze(unescape(escaped)))
  draft.name = squeeze(`${draft.givenName} ${draft.familyName}`)
  return draft
}

/** Key (upper case) and escaped value of each field that is not empty; at most 200. */
export function fields(text: string): [string, string][] {
  const parts = splitUnescaped(text, ';').slice(0, FIELDS).map((part) => partition(part, ':'))
  return parts.filter(([, , value]) => value.trim()).map(([key, , value]) => [key.trim().toUpperCase(), value])
}

function take(draft: Draft, key: string, value: string): void {
  switch (key) {
    case 'TEL':
    case 'TEL-AV': return draft.addPhone(value)
    case 'EMAIL': return draft.addEmail(value)
    case 'URL': return draft.addLink(value)
    case 'ORG': return add(draft.organizations, squeeze(value))
    case 'TITLE': return add(draft.titles, squeeze(value))
    case 'NOTE':
    case 'MEMO': return draft.addNote(value)
    case 'UID': draft.id ||= squeeze(value)
  }
}

function takeBizcard(draft: Draft, key: string, value: string): void {
  switch (key) {
    case 'N': draft.givenName ||= value; return
    case 'X': draft.familyName ||= value; return
    case 'A': return add(draft.addresses, value)
    case 'M': return draft.addPhone(value, MOBILE)
    case 'B': return draft.addPhone(value, WORK)
    case 'F': return draft.addPhone(value, OTHER)
    case 'C': return take(draft, 'ORG', value)
    case 'T': return take(draft, 'TITLE', value)
    case 'E': return take(draft, 'EMAIL', value)
  }
}

function takeName(draft: Draft, value: string): void {
  const [family = '', ...rest] = splitUnescaped(value, ',').map((part) => squeeze(unescape(part)))
  const given = squeeze(rest.join(' '))
  if (given && family) {
    ;[draft.familyName, draft.givenName] = [family, given]
    draft.name = `${given} ${family}`
  } else draft.name = family || given || draft.name
}

function listed(value: string): string {
  return splitUnescaped(value, ',').map((part) => squeeze(unescape(part))).filter(Boolean).join(', ')
}

/** Whether the text begins with `MEMORY:`, or with another field of that form and has `MEMORY:` on a later line. */
function isMemory(text: string): boolean {
  if (prefixed(text, 'memory:') !== null) return true
  const later = text.split('\n').slice(1, FIELDS)
  return MEMORY_FIELD.test(text) && later.some((line) => prefixed(line, 'memory:') !== null)
}

function memory(text: string): Draft {
  const draft = new Draft()
  for (const line of text.split(text.includes('\n') ? '\n' : ';').slice(0, FIELDS)) {
    const [head, , tail] = partition(line, ':')
    const key = head.trim().toUpperCase()
    const value = squeeze(tail)
    const reach = MEMORY_REACH.exec(key)?.[1]
    if (key === 'NAME1') draft.name ||= value
    else if (key === 'MEMORY') draft.addNote(value)
    else if (key === 'ADD' || key === 'ADR') add(draft.addresses, value)
    else if (value && reach) take(draft, reach.replace('MAIL', 'EMAIL'), value)
  }
  return draft
}
