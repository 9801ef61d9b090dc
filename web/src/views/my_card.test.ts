import { describe, expect, it } from 'vitest'
import samples from '../../../tests/samples/cards.json'
import { cardOf, type Form } from '../scanner/card'
import { filled } from '../store/blank'
import type { Profile } from '../store/kinds'
import { cardFields, faultOf, isHallwayCard, levelOf, LEVELS, sizeWords, type Level } from './my_card'

const profile = filled('profile', {
  name: ' Irène  Vale, MD', degrees: 'MPH, MD', role: 'Fourth-year student', school: 'Lakefront University', specialty: 'Radiology',
  email: 'irene@lakefront.example', phone: '+1 303 555 0199; +1 303 555 0198, no number', urls: ['linkedin.com/in/irene-vale', 'nope', ''],
})
const nothing = { degrees: [], organization: null, title: null, emails: [], phones: [], urls: [], address: null, note: null }
const usual = { ...nothing, name: 'Irène Vale', degrees: ['MD', 'MPH'], organization: 'Lakefront University', emails: ['irene@lakefront.example'] }

interface Sample {
  name: string
  profile: Partial<Profile>
  level: Level
  form: Form
  link: string
  expected: object | null
}

it.each(samples as Sample[])('as the server writes it: $name', ({ profile: written, level, form, link, expected }) => {
  const fields = cardFields(written, level)
  expect(fields && cardOf(fields, form, link)).toEqual(expected)
})

describe('the card', () => {
  it.each<[Level, object]>([
    ['name', { ...nothing, name: 'Irène Vale' }],
    ['school', usual],
    ['all', {
      ...usual, title: 'Fourth-year student', note: 'Radiology',
      phones: ['+1 303 555 0199', '+1 303 555 0198'], urls: ['https://www.linkedin.com/in/irene-vale'],
    }],
  ])('gives away at the level "%s" only this', (level, fields) => {
    expect(cardFields(profile, level)).toEqual(fields)
  })

  it.each(LEVELS)('is none without a name, at the level "%s"', (level) => {
    expect(cardFields({ ...profile, name: '  ' }, level)).toBeNull()
  })

  it('leaves out what is no address', () => {
    expect(cardFields({ ...profile, email: 'irene at lakefront' }, 'school')?.emails).toEqual([])
  })
})

it.each([[null, 'school'], ['all', 'all'], ['everything', 'school']])('the stored level %j means %j', (stored, level) => {
  expect(levelOf(stored)).toBe(level)
})

it.each([
  ['email', 'irene@lakefront.example', undefined],
  ['email', 'irene at', '“irene at” is left out of the code: it is no e-mail address.'],
  ['phone', '+1 303 555 0199, x', '“x” is left out of the code: it is no phone number.'],
  ['urls', 'lakefront.example\nnope', '“nope” is left out of the code: it is no web link.'],
  ['urls', '', undefined],
] as const)('%s as %j: %j', (field, typed, fault) => {
  expect(faultOf(field, typed)).toBe(fault)
})

it.each([
  ['usual', usual, '132 of 152 bytes: easy to read from 30 cm.'],
  ['large', { ...usual, organization: 'x'.repeat(150) }, '207 of 331 bytes: it can be read, but hold it closer than 25 cm.'],
  ['too large', { ...usual, note: 'x'.repeat(300), title: 'Student' }, '454 bytes, and 331 is the most a code on a phone can hold. Leave out your specialty first.'],
])('the size of a %s card is said', (_, fields, words) => {
  expect(sizeWords(cardOf(fields))).toBe(words)
})

describe('the code of another Hallway phone', () => {
  it.each((['auto', 'vcard', 'mecard', 'link'] as const).flatMap((form) => LEVELS.map((level) => [form, level] as const)))('is known as %s at the level "%s"', (form, level) => {
    const fields = cardFields(profile, level)
    expect(fields && isHallwayCard(cardOf(fields, form, 'https://hallway.example.org/b/AbCdEfGhIjKlMnOpQrStUv').text)).toBe(true)
  })

  it.each([
    ['a card of another program', 'BEGIN:VCARD\nVERSION:3.0\nN:Vale;Irène\nFN:Irène Vale\nEND:VCARD'],
    ['an opaque number', '4711902233'],
    ['a person in a list', 'Vale;Irène;irene@lakefront.example'],
    ['somebody’s page', 'https://www.linkedin.com/in/irene-vale'],
  ])('is not %s', (_, raw) => {
    expect(isHallwayCard(raw)).toBe(false)
  })
})
