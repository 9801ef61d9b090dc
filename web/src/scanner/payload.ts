/** The text of a badge code to a Reading; twin of server/badges/payload.py. Rules: docs/badges.md, section 3. */
import { hallway, url } from './addresses'
import { delimited } from './delimited'
import { Draft } from './draft'
import { jsonId, jsonPerson } from './json-codes'
import { bizcard, mecard } from './mecard'
import { email, tel } from './messages'
import { geo, other, storable, wifi } from './notices'
import { clean, type Kind, type Reading } from './reading'
import { vcard } from './vcard'

export { storable, type Reading }

// In this order; 'other' stands before the kinds that take any text, so that an event is not a list of fields.
const READERS: [Kind, (text: string) => Draft | null][] = [
  ['hallway', hallway],
  ['vcard', vcard],
  ['mecard', mecard],
  ['bizcard', bizcard],
  ['wifi', wifi],
  ['geo', geo],
  ['other', other],
  ['email', email],
  ['tel', tel],
  ['url', url],
  ['json-id', jsonId],
  ['delimited', jsonPerson],
  ['delimited', delimited],
]

/** The sentence for a code that is no person and no id, or null. */
export function payloadNotice({ kind, note }: Reading): string | null {
  return kind === 'wifi' || kind === 'geo' || kind === 'other' ? note : null
}

/** What the text of a code says; never fails. `raw` is the text as given, null if it must not be kept. */
export function read(text: string): Reading {
  const raw = storable(text) ? text : null
  const cleaned = clean(text)
  for (const [kind, reader] of READERS) {
    const draft = reader(cleaned)
    if (draft) return draft.reading(kind, raw)
  }
  const draft = new Draft()
  draft.id = cleaned.trim()
  return draft.reading('opaque', raw)
}
