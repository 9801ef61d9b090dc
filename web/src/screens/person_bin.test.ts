/** Who was made one with somebody in the bin stays so, whatever is said meanwhile: it counts again when that one comes back. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { say } from '../parts/Toast'
import type { Contact } from '../store/kinds'
import { bin, live, open, remove, restore, save } from '../store/records'
import { startSession } from '../store/session'
import { unpack } from '../sync/testing/phone'
import { makeOne, makeTwo, part } from './person_data'
import { persons, standsFor } from './persons_data'

vi.mock('../parts/Toast', () => ({ say: vi.fn() })) // it asks where on the page one is

const [ONE, TWO, THREE, FOUR] = ['1', '2', '3', '4'].map((n) => `0198a0f0-0000-7000-8000-00000000000${n}`) as [string, string, string, string]

const put = (id: string, values: Partial<Contact>) => save(open('contact', id), values)
const here = (id: string) => live('contact').peek().get(id)
const standing = () => [...persons.value.keys()].sort()

/** ONE and TWO are one person, whose ONE is in the bin; TWO stands for itself meanwhile. */
beforeEach(async () => {
  await unpack()
  await startSession()
  await put(ONE, { name: 'Maren Oduya' })
  await put(TWO, { name: 'M. Oduya', emails: ['m@glow.example'] })
  await put(THREE, { name: 'Oduya', phones: ['+49 30 555 0100'] })
  await makeOne(ONE, TWO)
  await remove('contact', ONE)
})

describe('one more, made one with who is left', () => {
  test.each([
    ['as the second', () => makeOne(THREE, TWO)],
    ['as the first', () => makeOne(TWO, THREE)],
  ])('%s', async (_place, make) => {
    await make()
    expect([standing(), here(TWO)?.merged_into, standsFor(THREE)]).toEqual([[TWO], ONE, TWO])

    await restore('contact', ONE)

    expect([standing(), standsFor(THREE), here(ONE)?.emails]).toEqual([[ONE], ONE, ['m@glow.example']])
  })

  test.each([
    ['undone at once', () => vi.mocked(say).mock.lastCall?.[1]?.()],
    ['parted later', () => part(THREE)],
    ['said to be two', () => makeTwo(THREE)],
  ])('and %s leaves the tie to who is in the bin', async (_what, undo) => {
    await makeOne(THREE, TWO)
    await undo()
    expect([standing(), here(TWO)?.merged_into, here(TWO)?.phones]).toEqual([[TWO, THREE], ONE, []])

    await restore('contact', ONE)

    expect([standing(), standsFor(TWO)]).toEqual([[ONE, THREE], ONE])
  })
})

test('who is left is parted from who is in the bin only when asked to be', async () => {
  await part(TWO)
  await restore('contact', ONE)

  expect([standing(), here(TWO)?.merged_into]).toEqual([[ONE, TWO, THREE], null])
})

test('what was handed on to who is in the bin is taken back when that one is parted', async () => {
  await restore('contact', ONE)
  await part(TWO)
  await makeOne(TWO, THREE)
  await makeOne(ONE, TWO)
  await remove('contact', ONE)
  await part(THREE)
  await restore('contact', ONE)
  expect([standing(), here(ONE)?.phones]).toEqual([[ONE, THREE], ['+49 30 555 0100']])

  await part(TWO)

  expect([standing(), here(ONE)?.phones, here(ONE)?.emails]).toEqual([[ONE, TWO, THREE], [], []])
})

test('where both are one with somebody in the bin, the second is from now on one with the first', async () => {
  await put(FOUR, { name: 'Oduya' })
  await makeOne(FOUR, THREE)
  await remove('contact', FOUR)

  await makeOne(TWO, THREE)

  expect([standing(), here(TWO)?.merged_into, here(THREE)?.merged_into]).toEqual([[TWO], ONE, TWO])
  expect([...bin('contact').value.keys()].sort()).toEqual([ONE, FOUR])
})

test('a circle of two phones is no tie into the bin: it ends at whom it is made one with', async () => {
  await restore('contact', ONE)
  await put(ONE, { merged_into: TWO })
  expect([standing(), standsFor(TWO)]).toEqual([[ONE, THREE], ONE])

  await makeOne(THREE, TWO)

  expect([standing(), here(ONE)?.merged_into]).toEqual([[THREE], THREE])
})
