/** Codes that open a letter, a call or a text message; twin of server/badges/messages.py. */
import { digits, Draft, emailAddress } from './draft'
import { unquotePercent } from './encoding'
import { fields } from './mecard'
import { partition, prefixed, squeeze, VALUES } from './reading'
import { unescape } from './vcard-lines'

const BARE_NUMBER = /^\+[0-9 ().\-/]+$/

/** `mailto:` (RFC 6068), `MATMSG:`, `SMTP:` or one bare address; subject and body are in the note. */
export function email(text: string): Draft | null {
  text = text.trim()
  const target = prefixed(text, 'mailto:')
  if (target !== null) return mailto(target)
  const body = prefixed(text, 'matmsg:')
  if (body !== null) return matmsg(body)
  const sent = prefixed(text, 'smtp:')
  if (sent !== null) {
    const [address, , rest] = partition(sent, ':')
    const [subject, , said] = partition(rest, ':')
    return letter([address], [subject, said])
  }
  return emailAddress(text) && !squeeze(text).includes(' ') && !text.includes('<') ? letter([text], []) : null
}

/** `tel:` (RFC 3966), `sms:`, `smsto:`, `mms:`, `mmsto:`, or a bare number with a leading `+`. */
export function tel(text: string): Draft | null {
  text = text.trim()
  const draft = new Draft()
  if (prefixed(text, 'tel:') !== null || isBareNumber(text)) {
    draft.addPhone(text)
    return draft
  }
  const message = prefixed(text, 'sms:', 'smsto:', 'mms:', 'mmsto:')
  if (message === null) return null
  let [numbers, , body] = partition(message, ':')
  let query = ''
  if (numbers.includes('?')) [numbers, body, query] = [partition(message, '?')[0], '', partition(message, '?')[2]]
  for (const number of numbers.split(',').slice(0, VALUES)) draft.addPhone(unquotePercent(number))
  draft.addNote(body)
  for (const [key, value] of pairs(query)) if (key === 'subject' || key === 'body') draft.addNote(value)
  return draft
}

function isBareNumber(text: string): boolean {
  const count = digits(text).length
  return BARE_NUMBER.test(text) && count >= 7 && count <= 15
}

function mailto(text: string): Draft {
  const [target, , query] = partition(text, '?')
  const found = pairs(query)
  const addresses = [...valuesOf(found, 'to'), ...valuesOf(found, 'cc')].flatMap((value) => value.split(','))
  return letter(
    [...target.split(',').map(unquotePercent), ...addresses],
    [...valuesOf(found, 'subject'), ...valuesOf(found, 'body')],
  )
}

function matmsg(text: string): Draft {
  const found = fields(text).map(([key, value]): [string, string] => [key, unescape(value)])
  const addresses = valuesOf(found, 'TO').flatMap((value) => value.split(','))
  return letter(addresses, [...valuesOf(found, 'SUB'), ...valuesOf(found, 'BODY')])
}

function letter(addresses: string[], said: string[]): Draft {
  const draft = new Draft()
  for (const address of addresses.slice(0, VALUES)) draft.addEmail(address)
  for (const text of said) draft.addNote(text)
  return draft
}

function valuesOf(found: [string, string][], wanted: string): string[] {
  return found.filter(([key]) => key === wanted).map(([, value]) => value)
}

function pairs(query: string): [string, string][] {
  const parts = query.split('&').slice(0, VALUES).map((part) => partition(part, '='))
  return parts.map(([key, , value]) => [key.toLowerCase(), unquotePercent(value)])
}
