import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { CAP_BYTES, cardOf, GOAL_BYTES, nameParts, spokenName, type CardFields, type Drop } from './card'
import { read } from './payload'

const bytes = (text: string) => new TextEncoder().encode(text).length

function fields(values: Partial<CardFields> = {}): CardFields {
  const absent = { organization: null, title: null, address: null, note: null }
  return { name: 'Irène Vale', degrees: [], emails: [], phones: [], urls: [], ...absent, ...values }
}

const SCHOOL = { organization: 'Lakefront University; Radiology', emails: ['irene.vale@lakefront.example'] }

describe('the text', () => {
  test.each([
    ['a name alone', fields(), 'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Vale;Irène\r\nFN:Irène Vale\r\nEND:VCARD'],
    [
      'the usual card',
      fields({ ...SCHOOL, degrees: ['MD', 'PhD'] }),
      'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Vale;Irène;;;MD,PhD\r\nFN:Irène Vale\r\nORG:Lakefront University\\; Radiology\r\n' +
        'EMAIL:irene.vale@lakefront.example\r\nEND:VCARD',
    ],
    [
      'a MECARD where that fits a smaller code',
      fields({ ...SCHOOL, phones: ['+1 303 555 0199'] }),
      'MECARD:N:Vale,Irène;ORG:Lakefront University\\; Radiology;EMAIL:irene.vale@lakefront.example;TEL:+1 303 555 0199;;',
    ],
  ])('%s', (_, given, text) => {
    expect(cardOf(given).text).toBe(text)
    expect(cardOf(given)).toMatchObject({ bytes: bytes(text), drop: null })
  })

  test('stays a vCard as long as that is within the goal', () => {
    const card = cardOf(fields({ organization: 'x'.repeat(70) }))
    expect([card.form, card.bytes <= GOAL_BYTES]).toEqual(['vcard', true])
  })
})

const LONG = 'x'.repeat(120)
describe('above the cap the field to drop is named', () => {
  test.each<[Drop, Partial<CardFields>]>([
    ['note', { note: LONG, address: LONG, title: LONG, phones: ['1', '2'] }],
    ['address', { address: LONG, title: LONG, phones: ['1', '2'], organization: LONG }],
    ['title', { title: LONG, phones: ['1', '2'], organization: LONG + LONG }],
    ['phone', { phones: ['+1 303 555 0199', '+1 303 555 0198'], organization: LONG + LONG + LONG }],
    ['link', { phones: ['1'], urls: ['https://lakefront.example'], organization: LONG + LONG + LONG }],
    ['text', { organization: LONG + LONG + LONG }],
  ])('%s', (drop, values) => {
    const card = cardOf(fields(values))
    expect([card.drop, card.bytes > CAP_BYTES]).toEqual([drop, true])
  })
})

describe('a name', () => {
  test.each([
    ['Irène Vale', ['Vale', 'Irène'], 'Irène Vale'],
    ['Vale, Irène', ['Vale', 'Irène'], 'Irène Vale'],
    ['Ana de la Cruz', ['de la Cruz', 'Ana'], 'Ana de la Cruz'],
    ['Van Nguyen', ['Nguyen', 'Van'], 'Van Nguyen'],
    ['Mononym', ['Mononym', ''], 'Mononym'],
    ['  Irène   Vale ', ['Vale', 'Irène'], 'Irène Vale'],
  ])('%s', (name, parts, spoken) => {
    expect([nameParts(name), spokenName(name)]).toEqual([parts, spoken])
  })
})

const word = fc.stringMatching(/^[A-Z][a-zé]{1,11}$/)
const free = fc.stringMatching(/^[A-Za-z0-9;,\\:.\-()' é]{0,60}[A-Za-zé]$/)
test('whatever is written comes back from the reader, in both forms', () => {
  fc.assert(
    fc.property(word, word, free, free, fc.boolean(), (given, family, organization, title, isLong) => {
      const note = isLong ? 'n'.repeat(90) : null
      const written = fields({ name: `${given} ${family}`, organization, title, emails: ['a@lakefront.example'], note })
      const { name, organization: org, title: role, emails, note: said, is_contact } = read(cardOf(written).text)
      const plain = (text: string | null) => text?.replace(/\s+/g, ' ').trim()
      expect([name, org, role, emails, said, is_contact]).toEqual([
        `${given} ${family}`, plain(organization), plain(title), ['a@lakefront.example'], note, true,
      ])
    }),
    { numRuns: 200 },
  )
})
