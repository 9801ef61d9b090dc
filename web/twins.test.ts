/** What Python read of generated codes and cards, read again here: see tests/badges/twins.py. Skips without its file. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cardOf, type Form } from './src/scanner/card'
import { read } from './src/scanner/payload'
import type { Profile } from './src/store/kinds'
import { cardFields, type Level } from './src/views/my_card'

interface Generated {
  readings: { text: string; expected: object }[]
  cards: { profile: Partial<Profile>; level: Level; form: Form; link: string; expected: object | null }[]
}

const path = process.env['HALLWAY_TWINS']
const MOST_SHOWN = 10
const PATIENCE_MS = 300_000 // for a busy machine

test.skipIf(!path)('whatever Python reads is read the same here', { timeout: PATIENCE_MS }, () => {
  const { readings, cards } = JSON.parse(readFileSync(path ?? '', 'utf8')) as Generated
  const made = cards.map((one) => {
    const fields = cardFields(one.profile, one.level)
    return { given: one, here: fields && cardOf(fields, one.form, one.link), there: one.expected }
  })
  const all = [...readings.map(({ text, expected }) => ({ given: text, here: read(text), there: expected })), ...made]
  const differing = all.filter(({ here, there }) => !same(here, there)).slice(0, MOST_SHOWN)
  expect(differing.map(({ given, here }) => ({ given, reading: here }))).toEqual(differing.map(({ given, there }) => ({ given, reading: there })))
})

/** Equal as JSON says them, whatever the order of their keys. */
function same(one: object | null, two: object | null): boolean {
  const told = (value: object | null) => JSON.stringify(value && Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  return told(one) === told(two)
}
