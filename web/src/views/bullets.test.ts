import { describe, expect, it } from 'vitest'
import { answered, answerOf } from './asks'
import { bulletsOf, toggled } from './bullets'

describe('bullets', () => {
  it.each([
    [null, []],
    ['', []],
    ['one\n\n  two ', ['one', 'two']],
  ])('of %j are %j', (text, bullets) => {
    expect(bulletsOf(text)).toEqual(bullets)
  })

  it.each([
    ['', 'Takes students', 'Takes students'],
    ['typed\n', 'Takes students', 'typed\nTakes students'],
    ['typed\nTakes students\nmore', 'Takes students', 'typed\nmore'],
    ['Takes students', 'Takes students', ''],
    ['Takes students abroad', 'Takes students', 'Takes students abroad\nTakes students'],
  ])('%j with %j tapped is %j', (text, bullet, after) => {
    expect(toggled(text, bullet)).toBe(after)
  })
})

describe('what was asked', () => {
  it.each([
    ['', '', null],
    ['May I e-mail you?', 'May I e-mail you?', null],
    ['May I e-mail you? Yes', 'May I e-mail you?', 'Yes'],
    ['Yes', 'Yes', null],
  ])('%j is the question %j and the answer %j', (ask, question, answer) => {
    expect(answerOf(ask)).toEqual({ question, answer })
    expect(answered(question, answer as 'Yes' | null)).toBe(ask)
  })
})
