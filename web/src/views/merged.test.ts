/** A flag or a contact on one of two who were made one is the one person's. */
import { expect, test } from 'vitest'
import { filled } from '../store/blank'
import type { AgendaPerson } from '../store/agenda'
import type { Row } from '../store/kinds'
import type { People } from './agenda'
import { ledContacts, ledTargets } from './merged'
import { personTarget } from './plan'

const ADA = { id: 'ada', name: 'Ada Brook', degrees: [], affiliation: 'Glow Hospital' }
const PEOPLE: People = new Map<string, AgendaPerson>([
  ['ada', ADA],
  ['fair', ADA],
  ['bo', { id: 'bo', name: 'Bo Sato', degrees: [], affiliation: null }],
])

const target = (person: string, tier: Row<'target'>['tier']): [string, Row<'target'>] => {
  const id = personTarget(person)
  return [id, { ...filled('target', { person, tier }), id }]
}
const contact = (id: string, person: string): [string, Row<'contact'>] => [id, { ...filled('contact', { person }), id }]

test('without a merge the very same maps come back', () => {
  const targets = new Map([target('ada', 'must')])
  const contacts = new Map([contact('one', 'bo')])
  expect(ledTargets(targets, PEOPLE)).toBe(targets)
  expect(ledContacts(contacts, PEOPLE)).toBe(contacts)
})

test('a flag on the merged one stands under the one person and stays the record it is', () => {
  const [id, flag] = target('fair', 'should')
  expect([...ledTargets(new Map([[id, flag]]), PEOPLE)]).toEqual([[personTarget('ada'), { ...flag, id, person: 'ada' }]])
})

test.each([
  ['must', 'nice', 'must'],
  ['nice', 'must', 'must'],
  ['should', 'should', 'should'],
  [null, 'nice', 'nice'],
] as const)('of two flags, %s and %s, the higher one counts', (own, other, counts) => {
  const led = ledTargets(new Map([target('ada', own), target('fair', other), target('bo', 'nice')]), PEOPLE)
  expect(new Map([...led].map(([id, { tier }]) => [id, tier]))).toEqual(
    new Map([
      [personTarget('ada'), counts],
      [personTarget('bo'), 'nice'],
    ]),
  )
})

test('a contact of the merged one is the one person’s', () => {
  const led = ledContacts(new Map([contact('one', 'fair'), contact('two', 'bo')]), PEOPLE)
  expect([...led.values()].map(({ id, person }) => [id, person])).toEqual([
    ['one', 'ada'],
    ['two', 'bo'],
  ])
})
