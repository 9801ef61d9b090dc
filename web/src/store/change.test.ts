import { describe, expect, it, test } from 'vitest'
import { difference, equal, joined } from './change'
import type { Entry, Mutation } from './wire'

const earlier: Entry = { id: 'm1', n: 1, kind: 'note', row: 'r', base: 3, at: 'early', sent: false, set: {} }
const later: Mutation = { id: 'm2', kind: 'note', row: 'r', base: 3, at: 'late', set: {} }

describe('the difference between a form and its draft', () => {
  test.each([
    { values: { name: 'Ada' }, set: { name: 'Ada' } },
    { values: { name: null, role: undefined, tags: [] }, set: {} },
    { values: { name: '' }, set: {} },
    { values: { tags: ['CT', 'MR', 'CT'] }, set: { tags: { add: ['CT', 'MR'], remove: [] } } },
  ])('of a new contact with $values', ({ values, set }) => {
    expect(difference('contact', null, values)).toEqual(set)
  })

  it('says from and to of a text, added and removed of a set, and nothing of what stayed', () => {
    const before = { bullets: 'one', promise: 'a paper', place: 'Hall B' }
    expect(difference('note', before, { bullets: 'one\ntwo', promise: null, place: 'Hall B' })).toEqual({
      bullets: { from: 'one', to: 'one\ntwo' },
      promise: null,
    })
    expect(difference('contact', { tags: ['CT', 'MR'] }, { tags: ['MR', 'US'] })).toEqual({
      tags: { add: ['US'], remove: ['CT'] },
    })
    expect(difference('settings', { intervals: { a: 1, b: 2 } }, { intervals: { b: 2, a: 1 } })).toEqual({})
  })
})

describe('two waiting edits of one row', () => {
  test.each([
    { name: 'first from, last to', one: { bullets: { from: '', to: 'a' } }, two: { bullets: { from: 'a', to: 'ab' } }, both: { bullets: { from: '', to: 'ab' } } },
    { name: 'the later value', one: { place: 'A', ask: 'x' }, two: { place: 'B' }, both: { place: 'B', ask: 'x' } },
  ])('join: $name', ({ one, two, both }) => {
    const entry = joined({ ...earlier, set: one }, { ...later, set: two })
    expect(entry).toEqual({ ...earlier, at: 'late', set: both })
  })

  it('join their sets so that the last word on each element holds', () => {
    const one = { ...earlier, kind: 'contact', set: { tags: { add: ['CT', 'MR'], remove: ['US'] } } }
    const two = { ...later, kind: 'contact', set: { tags: { add: ['US'], remove: ['CT'] } } }
    expect(joined(one, two)?.set).toEqual({ tags: { add: ['MR', 'US'], remove: ['CT'] } })
  })

  test.each([
    { name: 'one was sent', one: { sent: true }, two: {} },
    { name: 'another base', one: {}, two: { base: 4 } },
    { name: 'another row', one: {}, two: { row: 'other' } },
    { name: 'a text that began elsewhere', one: { set: { bullets: { from: '', to: 'a' } } }, two: { set: { bullets: { from: '', to: 'b' } } } },
  ])('stay apart: $name', ({ one, two }) => {
    expect(joined({ ...earlier, ...one }, { ...later, ...two })).toBeNull()
  })

  it('never join a delete', () => {
    const { set: _set, ...bare } = later
    expect(joined(earlier, { ...bare, delete: true })).toBeNull()
  })
})

test.each([
  [{ a: [1, { b: null }] }, { a: [1, { b: null }] }, true],
  [{ a: 1 }, { a: 1, b: undefined }, false],
  [null, {}, false],
  ['x', 'x', true],
])('%j equals %j: %s', (one, two, expected) => {
  expect(equal(one, two)).toBe(expected)
})
