/** Who may be the same person, and why; and that a long list does not take long. */
import { describe, expect, test } from 'vitest'
import type { Row } from '../store/kinds'
import { cpuMs } from '../testing/cpu'
import { alike, differences, plainName, type Whole } from './same'
import { contact, scan } from './testing'

type Values = Partial<Row<'contact'>>

function whole(id: string, values: Values, scans: Partial<Row<'scan'>>[] = [], apart: string[] = []): Whole {
  return { contact: contact(id, values), ids: [id], scans: scans.map((one, at) => scan(`${id} ${at}`, one)), apart: new Set(apart) }
}

const idIn = (raw: string) => /id=(\w+)/.exec(raw)?.[1] ?? null
const reasons = (...people: Whole[]) => alike(people, idIn).map(({ first, second, reasons: why }) => [first.id, second.id, ...why])

describe('two may be one', () => {
  test.each([
    ['by the same code', whole('a', {}, [{ raw: 'SB1' }]), whole('b', {}, [{ raw: 'SB1' }]), ['code']],
    ['by the same badge number at one conference', whole('a', {}, [{ raw: 'x id=7', conference: 'rsna' }]), whole('b', {}, [{ raw: 'y id=7', conference: 'rsna' }]), ['badge']],
    ['by the same e-mail, however written', whole('a', { emails: ['M@glow.example'] }), whole('b', { emails: ['x@y.example', 'm@glow.example'] }), ['email']],
    ['by the same person on the programme', whole('a', { person: 'p' }), whole('b', { person: 'p' }), ['person']],
    ['by name and organization, however written', whole('a', { name: 'Dr. Irène Vale, MD', institution: 'Glow Hôpital' }), whole('b', { name: 'irene  vale', institution: 'glow hopital' }), ['called']],
    ['by name where no organization is known', whole('a', { name: 'Irene Vale' }), whole('b', { name: 'Irene Vale', institution: 'Glow' }), ['name']],
    ['by name where neither organization is known', whole('a', { name: 'Irene Vale' }), whole('b', { name: 'Prof. Irene Vale' }), ['name']],
    ['by several reasons at once', whole('a', { name: 'I', institution: 'G', emails: ['i@g.example'] }), whole('b', { name: 'I', institution: 'G', emails: ['i@g.example'] }), ['email', 'called']],
  ])('%s', (_why, one, other, expected) => {
    expect(reasons(one, other)).toEqual([['a', 'b', ...expected]])
    expect(reasons(other, one)).toEqual([['a', 'b', ...expected]])
  })
})

describe('two are two', () => {
  test.each([
    ['with other organizations', whole('a', { name: 'Li Wen', institution: 'Glow' }), whole('b', { name: 'Li Wen', institution: 'Lake' })],
    ['with the same number at two conferences', whole('a', {}, [{ raw: 'x id=7', conference: 'rsna' }]), whole('b', {}, [{ raw: 'y id=7', conference: 'sir' }])],
    ['with the same number at no conference', whole('a', {}, [{ raw: 'x id=7' }]), whole('b', {}, [{ raw: 'y id=7' }])],
    ['with no name', whole('a', { name: null }), whole('b', { name: null })],
    ['with photos of cards but no code', whole('a', {}, [{ photo: 'x' }]), whole('b', {}, [{ photo: 'y' }])],
    ['when kept apart', whole('a', { person: 'p' }, [], ['b']), whole('b', { person: 'p' })],
    ['when kept apart from the other side', whole('a', { person: 'p' }), whole('b', { person: 'p' }, [], ['a'])],
    ['when kept apart from one who is the other by now', whole('a', { person: 'p' }, [], ['c']), { ...whole('b', { person: 'p' }), ids: ['b', 'c'] }],
  ])('%s', (_why, one, other) => {
    expect(reasons(one, other)).toEqual([])
  })
})

test('of one name and two organizations each may be the one without', () => {
  const people = [whole('a', { name: 'Li Wen', institution: 'Glow' }), whole('b', { name: 'Li Wen', institution: 'Lake' }), whole('c', { name: 'Li Wen' })]
  expect(reasons(...people)).toEqual([
    ['a', 'c', 'name'],
    ['b', 'c', 'name'],
  ])
})

test.each([
  ['Dr. Irène Vale, MD, PhD', 'irene vale'],
  [' Professor  Vale ', 'vale'],
  [null, ''],
])('%s is called %s', (name, expected) => {
  expect(plainName(name)).toBe(expected)
})

test('the pairs grow with the people, not with their square', () => {
  const people = Array.from({ length: 5000 }, (_, at) => whole(String(10_000 + at), { name: 'Li Wen', institution: 'Glow', emails: ['office@glow.example'] }))
  const started = cpuMs()
  expect(alike(people, idIn)).toHaveLength(4999)
  expect(cpuMs() - started).toBeLessThan(2000) // about 20 ms; squared it is minutes
})

test('what differs stands side by side', () => {
  const [one, other] = [contact('a', { name: 'Lee Wen', role: 'Fellow', emails: ['l@g.example'] }), contact('b', { name: 'Li Wen', role: 'Chair' })]
  expect(differences(one, other)).toEqual([
    { field: 'role', first: 'Fellow', second: 'Chair' },
    { field: 'emails', first: 'l@g.example', second: '' },
  ])
})
