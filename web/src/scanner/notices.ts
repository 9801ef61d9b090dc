/** Codes that are no person and no id: said so in one sentence; twin of server/badges/notices.py. */
import { digits, Draft } from './draft'
import { clean, prefixed } from './reading'

const WIFI = 'This is a Wi-Fi code, not a person.'
const GEO = 'This is a place on a map, not a person.'
const EMPTY = 'This code is empty.'
const EVENT = 'This is a calendar event, not a person.'
const PRODUCT = 'This is a product code, not a person.'
const SIGN_IN = 'This is a secret for signing in, so it is not kept.'
const PAYMENT = 'This is a payment code, so it is not kept.'

const SECRETS = ['otpauth:', 'otpauth-migration:']
// Coins; UPI; payto; EPC "BCD"; Swiss "SPC"; EMVCo; Czech "SPD"; Russian "ST00012"; WeChat.
const PAYMENTS = [
  'bitcoin:', 'bitcoincash:', 'ethereum:', 'litecoin:', 'dogecoin:', 'monero:', 'solana:', 'lightning:', 'lnurl:',
  'lnurl1', 'lnurlp:', 'lnurlw:', 'upi:', 'payto:', 'bcd\n', 'spc\n', '00020101021', 'spd*', 'st00011|', 'st00012|',
  'wxp:',
]
const PRODUCT_CODE = /^(?:\(01\)[0-9]{14}.*|isbn[ :]?[0-9x -]+)$/is

/** Whether the code may be kept at all: sign-in secrets and payment codes are not. Only the beginning counts. */
export function storable(text: string): boolean {
  return refused(text) === null
}

/** The sentence for a `WIFI:` code, or null. */
export function wifi(text: string): Draft | null {
  return said(prefixed(text.trim(), 'wifi:') === null ? null : WIFI)
}

/** The sentence for a `geo:` code (RFC 5870), or null. */
export function geo(text: string): Draft | null {
  return said(prefixed(text.trim(), 'geo:') === null ? null : GEO)
}

/** The sentence for an empty code, an event, a product, a secret or a payment, or null. */
export function other(text: string): Draft | null {
  text = text.trim()
  if (!text) return said(EMPTY)
  if (prefixed(text, 'begin:vevent', 'begin:vcalendar') !== null) return said(EVENT)
  return said(PRODUCT_CODE.test(text) || isBook(text) ? PRODUCT : refused(text))
}

function said(sentence: string | null): Draft | null {
  if (sentence === null) return null
  const draft = new Draft()
  draft.notes.push(sentence)
  return draft
}

function refused(text: string): string | null {
  const start = clean(text).trim()
  if (prefixed(start, ...SECRETS) !== null) return SIGN_IN
  return prefixed(start, ...PAYMENTS) === null ? null : PAYMENT
}

/** Thirteen digits that begin 978 or 979 with the right check digit (ISO 2108). */
function isBook(text: string): boolean {
  if (text.length !== 13 || digits(text) !== text || !/^97[89]/.test(text)) return false
  return [...text].reduce((sum, digit, index) => sum + Number(digit) * (index % 2 ? 3 : 1), 0) % 10 === 0
}
