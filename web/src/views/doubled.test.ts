import { describe, expect, it, test } from 'vitest'
import { doubledBy, keptOne, placeOf } from './doubled'

const BOTH = { first: 'lunch', second: 'one' }

describe('two versions of one place', () => {
  it('leave one when one is chosen', () => {
    const text = 'met at lunch\none\nby the door'
    expect([keptOne(text, BOTH, 'first'), keptOne(text, BOTH, 'second')]).toEqual(['met at lunch\nby the door', 'met at one\nby the door'])
  })

  test.each([
    ['are not there any more', 'met at lunch by the door'],
    ['are parts of longer words', 'met at brunch\none'],
    ['do not end their line', 'met at lunch\none more time'],
    ['stand in more than one place', 'lunch\none\nand lunch\none'],
  ])('%s', (_name, text) => {
    expect([placeOf(text, BOTH), keptOne(text, BOTH, 'first')]).toEqual([null, null])
  })
})

describe('what an edit of this phone left twice', () => {
  test.each([
    ['in mid-text', 'met at noon by the door', 'met at one by the door', 'met at lunch\none\nby the door', BOTH],
    ['at the end', 'met at noon', 'met at one', 'met at lunch\none', BOTH],
    ['as the whole text', 'noon', 'at one', 'at lunch\nat one', { first: 'at lunch', second: 'at one' }],
    ['nothing where the other changed another place', 'met at noon by the door', 'met at one by the door', 'met at one by the gate', null],
    ['nothing that can be told when words above changed too', 'met at noon', 'met at one', 'we met at lunch\none', null],
    ['nothing where it only took words away', 'met at noon', 'met', 'met at lunch', null],
  ])('%s', (_name, from, to, text, expected) => {
    expect(doubledBy({ from, to }, text)).toEqual(expected)
  })
})
