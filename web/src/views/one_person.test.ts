/** Two contacts become one and two again; whatever was joined and parted in whatever order, nothing is lost or left. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Row } from '../store/kinds'
import { survivorsOf } from '../store/merging'
import { joining, offers, parting, type Contacts } from './one_person'
import { byId, contact } from './testing'

type Saved = Map<string, Partial<Row<'contact'>>>

function saved(contacts: Contacts, changes: Saved): Contacts {
  return new Map([...contacts].map(([id, one]) => [id, { ...one, ...changes.get(id) }]))
}

const badge = contact('badge', { name: 'Maren Oduya', given_name: 'Maren', family_name: 'Oduya', role: 'Professor', emails: ['m@glow.example'], tags: ['IR'] })
const typed = contact('typed', { name: 'maren oduya', role: 'Chair', tags: ['IR', 'mentor'], met_on: '2026-12-01' })

describe('joining', () => {
  test('fills what is empty, unites lists and leaves what differs', () => {
    expect(joining(typed, badge)).toEqual(
      new Map([
        ['badge', { merged_into: 'typed', merged_gave: { emails: ['m@glow.example'], given_name: ['Maren'], family_name: ['Oduya'] } }],
        ['typed', { emails: ['m@glow.example'], given_name: 'Maren', family_name: 'Oduya' }],
      ]),
    )
  })

  test.each([
    ['parts of another name', contact('a', { name: 'Maren' }), contact('b', { name: 'Lo Oduya', given_name: 'Lo' })],
    ['oneself as who told of them', contact('a', { name: 'A' }), contact('b', { name: 'B', referred_by: 'a' })],
  ])('never gives %s', (_what, survivor, other) => {
    expect(joining(survivor, other).get(survivor.id)).toEqual({})
  })
})

test('what differs is offered', () => {
  expect(offers(typed, badge)).toEqual([{ field: 'role', value: 'Professor' }])
  expect(offers(badge, typed)).toEqual([
    { field: 'role', value: 'Chair' },
    { field: 'met_on', value: '2026-12-01' },
  ])
})

describe('parting', () => {
  const joined = saved(byId(typed, badge), joining(typed, badge))

  test('takes back exactly what was given', () => {
    expect(saved(joined, parting(joined, 'badge'))).toEqual(byId(typed, badge))
  })

  test('leaves what the student changed since', () => {
    const changed = saved(joined, new Map([['typed', { given_name: 'Mara', emails: ['m@glow.example', 'own@glow.example'] }]]))
    expect(parting(changed, 'badge').get('typed')).toEqual({ emails: ['own@glow.example'], family_name: null })
  })

  test('leaves what another merged contact has as well', () => {
    const card = contact('card', { emails: ['m@glow.example'], phones: ['+1'] })
    const all = byId(typed, badge, card)
    const first = saved(all, joining(typed, badge))
    const both = saved(first, joining(first.get('typed') ?? typed, card))
    const parted = saved(both, parting(both, 'badge'))
    expect(parted.get('typed')?.emails).toEqual(['m@glow.example'])
    expect(saved(parted, parting(parted, 'card'))).toEqual(all)
  })
})

test('what was handed on to a further survivor is taken back there, too', () => {
  const last = contact('last', { name: 'M. Oduya' })
  const all = byId(typed, badge, last)
  const first = saved(all, joining(typed, badge))
  const both = saved(first, joining(last, first.get('typed') ?? typed))
  expect(both.get('last')?.emails).toEqual(['m@glow.example'])

  const parted = saved(both, parting(both, 'badge'))

  expect(parted.get('last')).toEqual({ ...last, role: 'Chair', met_on: '2026-12-01', tags: ['IR', 'mentor'] })
  expect(saved(parted, parting(parted, 'typed'))).toEqual(all)
})

const NAMES = ['a', 'b', 'c', 'd', 'e']
const some = (values: string[]) => fc.option(fc.constantFrom(...values), { nil: null })
const anybody = fc.record({ role: some(['Chair', 'Fellow']), institution: some(['Glow', 'Lake']), emails: fc.uniqueArray(fc.constantFrom('1@x.example', '2@x.example', '3@x.example')) })

test('joined by any steps and parted by any, all are as they were', () => {
  fc.assert(
    fc.property(fc.array(anybody, { minLength: 5, maxLength: 5 }), fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 6 }), fc.shuffledSubarray(NAMES, { minLength: 5 }), (people, pairs, order) => {
      const before: Contacts = byId(...people.map((one, at) => contact(NAMES[at] ?? '', one)))
      let now = before
      for (const [into, from] of pairs) {
        const [survivor, other] = [now.get(NAMES[into] ?? ''), now.get(NAMES[from] ?? '')]
        const merged = survivorsOf(now)
        if (survivor && other && survivor !== other && !merged.has(survivor.id) && !merged.has(other.id)) now = saved(now, joining(survivor, other))
      }
      for (const id of order) if (now.get(id)?.merged_into) now = saved(now, parting(now, id))
      const sorted = (contacts: Contacts) => [...contacts.values()].map((one) => ({ ...one, emails: one.emails.toSorted() }))
      expect(sorted(now)).toEqual(sorted(before))
    }),
  )
})
