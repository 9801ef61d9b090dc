/** Who stands for whom: the server finds the same on the same vectors (tests/contacts/test_merging.py). */
import { describe, expect, test } from 'vitest'
import vectors from '../../../tests/samples/merging.json'
import { natural } from './natural'
import { standing, survivorsOf, together } from './merging'

interface Vector {
  name: string
  merged_into: Record<string, string | null>
  survivors: Record<string, string>
}

const VECTORS = vectors as unknown as Vector[] // each has other ids for keys
const links = (all: Record<string, string | null>) => new Map(Object.entries(all).map(([id, merged_into]) => [id, { merged_into }]))

test.each(VECTORS)('$name', ({ merged_into, survivors }) => {
  expect(Object.fromEntries(survivorsOf(links(merged_into)))).toEqual(survivors)
})

describe('the bin stands for nobody and leads nowhere', () => {
  const chain = { three: 'two', two: 'one', one: null }
  const CASES: [who: string, all: Record<string, string | null>, bin: string[], survivors: Record<string, string>][] = [
    ['nobody', chain, [], { three: 'one', two: 'one' }],
    ['who stood for two', chain, ['one'], { three: 'two' }],
    ['who stood between', chain, ['two'], {}],
    ['the first of a chain', chain, ['three'], { two: 'one' }],
    ['between, with another beside', { ...chain, four: 'two', three: 'one' }, ['two'], { three: 'one' }],
    ['one of a circle', { ...chain, one: 'three' }, ['one'], { three: 'two' }],
    ['all but one', chain, ['one', 'two'], {}],
  ]

  test.each(CASES)('%s', (_who, all, bin, survivors) => {
    const live = Object.fromEntries(Object.entries(all).filter(([id]) => !bin.includes(id)))
    expect(Object.fromEntries(survivorsOf(links(live)))).toEqual(survivors)
  })
})

test('together are all that any merge ties, in the bin or not', () => {
  const all = links({ one: 'two', two: null, three: 'two', four: 'five', six: null })
  expect(together(all, 'three')).toEqual(new Set(['three', 'two', 'one']))
  expect(together(all, 'six')).toEqual(new Set(['six']))
})

test('what was done to the survivor\'s step goes before what was done to the same step of another', () => {
  const row = (contact: string, step: string, cycle: string | null, id = natural(`followup:${contact}:${step}:${cycle ?? '0'}`)) => ({ id, contact, step, cycle })
  const own = row('one', 'thank_you', '0')
  const sameStep = row('two', 'thank_you', null)
  const others = [row('two', 'check_in', 'note'), row('two', 'own', '0', 'by hand'), row('one', 'own', '0', 'also by hand')]
  expect(standing([own, sameStep, ...others], 'one')).toEqual([own, ...others])
  expect(standing([sameStep], 'one')).toEqual([sameStep])
})
