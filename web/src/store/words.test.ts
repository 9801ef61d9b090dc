import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { mergeText } from './words'

describe('a waiting edit over a text that moved on', () => {
  test.each([
    { from: 'a', current: 'a', to: 'a b', shown: 'a b' },
    { from: '', current: '', to: 'new', shown: 'new' },
    { from: 'one two three', current: 'one two three four', to: 'zero one two three', shown: 'zero one two three four' },
    { from: 'one two', current: 'one 2', to: 'one two', shown: 'one 2' },
    { from: 'one two', current: 'one deux', to: 'one zwei', shown: 'one deux\nzwei' },
    { from: '', current: 'theirs', to: 'ours', shown: 'theirs\nours' },
    { from: 'one two three', current: 'two three', to: 'one two', shown: 'two' },
    { from: 'one two', current: '', to: 'one two three', shown: 'one two three' },
    { from: 'same', current: 'changed alike', to: 'changed alike', shown: 'changed alike' },
  ])('$from | $current | $to', ({ from, current, to, shown }) => {
    expect(mergeText(from, current, to)).toBe(shown)
  })

  it('keeps every word that either side typed', () => {
    const text = fc.array(fc.constantFrom('ab', 'cd', 'ef', 'gh', 'ij', 'kl'), { maxLength: 8 })
    fc.assert(
      fc.property(text, text, text, (from, current, to) => {
        const shown = mergeText(from.join(' '), current.join(' '), to.join(' ')).split(/\s+/)
        const typed = [...current, ...to].filter((word) => !from.includes(word))
        expect(typed.filter((word) => !shown.join(' ').includes(word))).toEqual([])
      }),
    )
  })
})
