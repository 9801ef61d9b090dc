/** People made one and two again on a phone: what is written, what is sent, and what a second phone makes of it. */
import { beforeEach, expect, test, vi } from 'vitest'
import { unpack } from '../sync/testing/phone'
import { startSession } from '../store/session'
import { bin, live, open, save } from '../store/records'
import type { Contact, Row } from '../store/kinds'
import { say } from '../parts/Toast'
import { isNotOnProgramme, keepApart, makeOne, makeTwo, part, removePerson, restorePerson } from './person_data'
import { deletedPersons, mergedInto, persons, recordsOf, standsFor } from './persons_data'
import { matches, nameCode, pairs, codes } from './same_data'
import { told, type ConferenceInfo } from '../store/agenda_shown'
import { peopleOf } from '../views/testing'

vi.mock('../parts/Toast', () => ({ say: vi.fn() })) // it asks where on the page one is

const [ONE, TWO, THREE, NOTE] = ['1', '2', '3', '9'].map((n) => `0198a0f0-0000-7000-8000-00000000000${n}`) as [string, string, string, string]

const put = (id: string, values: Partial<Contact>) => save(open('contact', id), values)
const here = (id: string) => live('contact').peek().get(id)

beforeEach(async () => {
  told.list.value = []
  told.people.value = new Map()
  await unpack()
  await startSession()
  await put(ONE, { name: 'Maren Oduya', tags: ['IR'] })
  await put(TWO, { name: 'M. Oduya', role: 'Chair', emails: ['m@glow.example'] })
  await save(open('note', NOTE), { contact: TWO, bullets: 'Takes students' })
})

test('one person has what both had, and the note stays where it was written', async () => {
  await makeOne(ONE, TWO)

  expect([...persons.value.keys()]).toEqual([ONE])
  expect(here(ONE)).toMatchObject({ name: 'Maren Oduya', role: 'Chair', emails: ['m@glow.example'], tags: ['IR'] })
  expect([standsFor(TWO), mergedInto(ONE)]).toEqual([ONE, [TWO]])
  expect(recordsOf('note', ONE).map(({ id, contact }) => [id, contact])).toEqual([[NOTE, TWO]])
})

test('undone, both are as they were', async () => {
  const before = [here(ONE), here(TWO)]
  await makeOne(ONE, TWO)
  await part(TWO)

  expect([here(ONE), here(TWO)]).toEqual(before)
  expect(recordsOf('note', ONE)).toEqual([])
})

test('two after all are not asked about again, until that is undone', async () => {
  await put(TWO, { name: 'Maren Oduya' })
  await makeOne(ONE, TWO)
  await makeTwo(TWO)
  expect(pairs.value).toEqual([])

  await vi.mocked(say).mock.lastCall?.[1]?.()

  expect([[...persons.value.keys()], here(ONE)?.apart]).toEqual([[ONE], []])
})

test('what was said of either of two stands for the one they became', async () => {
  told.people.value = peopleOf(['p1', 'M. Oduya'])
  await isNotOnProgramme(here(TWO) as Row<'contact'>, 'p1')
  await put(ONE, { name: 'M. Oduya' })
  expect(matches.value.map(({ contact }) => contact.id)).toEqual([ONE])

  await makeOne(ONE, TWO)

  expect(matches.value).toEqual([])
})

test('a badge of another conference that is named at home was met on that conference’s day', async () => {
  told.list.value = [{ id: 'chicago', zone: 'America/Chicago' } as ConferenceInfo]
  await save(open('scan', NOTE), { raw: 'SB4711902233', conference: 'chicago', captured_at: '2026-12-02T05:30:00.000Z' })

  const [code] = codes.value
  if (code) await nameCode(code, { name: 'Ilse Brandt' })

  expect([...persons.value.values()].find(({ name }) => name === 'Ilse Brandt')?.met_on).toBe('2026-12-01')
})

test('someone who is one with two is made one with the third of them, not with one in between', async () => {
  await put(THREE, { name: 'Oduya' })
  await makeOne(ONE, TWO)
  await makeOne(THREE, TWO)

  expect(here(ONE)?.merged_into).toBe(THREE)
  expect([...persons.value.keys()]).toEqual([THREE])
})

test('a circle of two phones is parted whole', async () => {
  await put(ONE, { merged_into: TWO })
  await put(TWO, { merged_into: ONE })
  expect([...persons.value.keys()]).toEqual([ONE])

  await part(TWO)

  expect([...persons.value.keys()]).toEqual([ONE, TWO])
})

test('kept apart is remembered once', async () => {
  await keepApart(ONE, TWO)
  await keepApart(ONE, TWO)

  expect(here(ONE)?.apart).toEqual([TWO])
})

test('a person is deleted and brought back with whom was made one with them', async () => {
  await makeOne(ONE, TWO)
  await removePerson(ONE)
  expect([persons.value.size, deletedPersons(bin('contact').value).map(({ id }) => id)]).toEqual([0, [ONE]])

  await restorePerson(ONE)

  expect([[...persons.value.keys()], mergedInto(ONE)]).toEqual([[ONE], [TWO]])
})
