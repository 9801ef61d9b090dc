import { prepareZXingModule } from 'zxing-wasm/reader'
import reader from 'zxing-wasm/reader/zxing_reader.wasm?url&inline'
import { beforeAll, expect, test } from 'vitest'

import { cardOf, type CardFields } from './card'
import { codeOf, QUIET_ZONE, type Code } from './code'
import { decode } from './decode'

const FIELDS: CardFields = {
  name: 'Zoë Brémond-Łukasz', degrees: ['MD'], organization: 'École de médecine 医学院', title: null,
  emails: ['zoe@ecole.example'], phones: [], urls: [], address: null, note: null,
}

beforeAll(() => {
  const body = atob(reader.slice(reader.indexOf(',') + 1))
  prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(body, (char) => char.charCodeAt(0)).buffer } })
})

test.each([
  ['the usual card', cardOf(FIELDS).text],
  ['the largest card', 'BEGIN:VCARD\r\nFN:Ö\r\nEND:VCARD'.padEnd(330, 'x')],
  ['digits alone', '4711902233'],
])('%s as drawn is read again byte for byte', async (_, text) => {
  const code = codeOf(text)
  const found = code && (await decode(picture(code, 3), { hard: false }))
  expect([found?.text, found?.symbology]).toEqual([text, ']Q1'])
  expect(new TextDecoder().decode(found?.bytes)).toBe(text)
})

test.each([[84, 5], [85, 6], [122, 7], [152, 8], [153, 9], [213, 10], [331, 13], [332, 14]])(
  '%i bytes are version %i',
  (bytes, version) => {
    const code = codeOf('x'.repeat(bytes))
    expect([code?.version, code?.size]).toEqual([version, 17 + 4 * version])
  },
)

test('more than a code holds is no code', () => {
  expect([codeOf('x'.repeat(2331))?.version, codeOf('x'.repeat(2332))]).toEqual([40, null])
})

/** The path on white with its quiet zone, `scale` pixels a module. */
function picture({ path, size }: Code, scale: number): ImageData {
  const edge = (size + 2 * QUIET_ZONE) * scale
  const data = new Uint8ClampedArray(edge * edge * 4).fill(255)
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let row = 0; row < scale; row += 1) {
      const start = ((Number(y) + QUIET_ZONE) * scale + row) * edge + (Number(x) + QUIET_ZONE) * scale
      for (let at = start; at < start + Number(length) * scale; at += 1) data.fill(0, at * 4, at * 4 + 3)
    }
  }
  return { data, width: edge, height: edge, colorSpace: 'srgb' }
}
