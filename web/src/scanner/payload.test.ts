import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import vectors from '../../../tests/samples/badges.json'
import { cpuMs } from '../testing/cpu'
import { decoded } from './encoding'
import { siteOf } from './links'
import { read, storable, type Reading } from './payload'

type Vector = { name: string; payload?: string; payload_b64?: string; expected: Reading }

function textOf({ payload, payload_b64 = '' }: Vector): string {
  return payload ?? decoded(Uint8Array.from(atob(payload_b64), (char) => char.charCodeAt(0)))
}

describe('what a code says', () => {
  test.each(vectors as Vector[])('$name', (vector) => {
    expect(read(textOf(vector))).toEqual(vector.expected)
  })

  test('the fields stand in their order', () => {
    expect(Object.keys(read('SB1'))).toEqual(Object.keys((vectors as Vector[])[0]!.expected))
  })

  test('any text gives a reading, and links are web links', () => {
    const beginnings = ['', 'BEGIN:VCARD\n', 'BEGIN:VCARD\nN:', 'MECARD:', 'mailto:', 'https://', '{', 'sms:', 'URL:']
    const text = fc.tuple(fc.constantFrom(...beginnings), fc.string({ unit: 'binary' }))
    fc.assert(fc.property(text, ([beginning, rest]) => {
      const reading = read(beginning + rest)
      expect(reading.raw).toBe(storable(beginning + rest) ? beginning + rest : null)
      expect(reading.urls.filter((url) => !/^https?:\/\//.test(url))).toEqual([])
    }))
  })

  const pieces = [...'a0 \n:;,.\\=%<>@#?&/^|$_-+[{"é', 'a.', '%41', '=41', '\n ', '=\n']
  test.each(pieces)('a long run of %j ends', (piece) => {
    const begun = cpuMs()
    for (const beginning of ['', 'BEGIN:VCARD\nNOTE;QUOTED-PRINTABLE:', 'MECARD:', 'mailto:', 'https://', '{', '+']) {
      read(beginning + piece.repeat(20_000))
    }
    expect(cpuMs() - begun).toBeLessThan(2000)
  })

  test('text beyond 8 kB is not read and stays in raw', () => {
    const text = 'BEGIN:VCARD\nFN:Vale\nNOTE:' + 'é'.repeat(5000) + '\nEMAIL:late@example.org'
    const reading = read(text)
    expect([reading.emails, reading.raw, reading.note?.length]).toEqual([[], text, (8192 - 25) >> 1])
  })
})

test.each([
  ['otpauth://totp/x?secret=A', false],
  [' \r\n'.repeat(40) + 'OTPAUTH-migration://offline?data=A', false],
  ['\0bitcoin:abc', false],
  ['SPC\r\n0200', false],
  ['0002017', true],
  ['MECARD:N:Vale;NOTE:otpauth://x;;', true],
])('may %j be kept: %j', (text, kept) => {
  expect(storable(text)).toBe(kept)
})

test.each([
  ['https://www.linkedin.com/in/x', 'linkedin'],
  ['https://linkedin.com.evil.example/in/x', null],
  ['https://linkedin.com@evil.example/', null],
  ['https://scholar.google.de/citations?user=1', 'scholar'],
])('the site of %s is %s', (url, site) => {
  expect(siteOf(url)).toBe(site)
})
