/** Bytes to text, and the two encodings that hide bytes in text; twin of server/badges/encoding.py. */
import { tidy } from './reading'

const CP1252 = 'windows-1252'
// What 0x80 to 0x9f stand for; written out, since some engines decode windows-1252 as Latin-1.
const UPPER = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const CHARSETS = new Map([
  ['utf-8', 'utf-8'], ['utf8', 'utf-8'], ['us-ascii', CP1252], ['ascii', CP1252], ['iso-8859-1', CP1252],
  ['latin1', CP1252], ['windows-1252', CP1252], ['iso-8859-2', 'iso-8859-2'], ['windows-1250', 'windows-1250'],
  ['windows-1251', 'windows-1251'], ['koi8-r', 'koi8-r'], ['iso-8859-15', 'iso-8859-15'],
  ['shift_jis', 'shift_jis'], ['shift-jis', 'shift_jis'], ['euc-jp', 'euc-jp'], ['gbk', 'gb18030'],
  ['gb2312', 'gb18030'], ['gb18030', 'gb18030'], ['big5', 'big5'], ['euc-kr', 'euc-kr'],
])

/** The bytes as text: by the named character set, else UTF-8, else cp1252, which takes any byte. */
export function decoded(bytes: Uint8Array, charset = 'utf-8'): string {
  for (const label of [CHARSETS.get(charset.toLowerCase()) ?? 'utf-8', 'utf-8']) {
    if (label === CP1252) break
    try {
      return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      continue
    }
  }
  return Array.from(bytes, (byte) => UPPER[byte - 0x80] ?? String.fromCharCode(byte)).join('')
}

/** The text with `=XX` bytes decoded (RFC 2045 section 6.7); soft breaks are joined before. */
export function unquotePrintable(text: string, charset = 'utf-8'): string {
  return tidy(decoded(bytesOf(text, /=([0-9A-Fa-f]{2})/g), charset))
}

/** The text with `%XX` bytes decoded (RFC 3986 section 2.1); a lone `%` and `+` stay as they are. */
export function unquotePercent(text: string): string {
  return tidy(decoded(bytesOf(text, /%([0-9A-Fa-f]{2})/g)))
}

/** The bytes as base64, as rows carry them. */
export function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

function bytesOf(text: string, pattern: RegExp): Uint8Array {
  const bytes: number[] = []
  let end = 0
  const encoder = new TextEncoder()
  for (const found of text.matchAll(pattern)) {
    bytes.push(...encoder.encode(text.slice(end, found.index)), parseInt(found[1] ?? '', 16))
    end = found.index + found[0].length
  }
  return Uint8Array.from([...bytes, ...encoder.encode(text.slice(end))])
}
