import { describe, expect, it, test } from 'vitest'
import type { FieldChange, HistoryLine } from '../store/history'
import { deviceWords, textChange, undoing, whatWords } from './history'

const line = (changes: FieldChange[], more: Partial<HistoryLine> = {}): HistoryLine => ({
  id: 'm1',
  rev: 1,
  at: null,
  received_at: null,
  device: { id: 'd1', name: null },
  result: 'applied',
  what: 'changed',
  changes,
  beside: [],
  settled: [],
  doubled: [],
  ...more,
})
const change = (field: string, old: unknown, made: unknown, known = true): FieldChange => ({ field, old, new: made, known })

describe('putting a line back', () => {
  test.each([
    ['a value', 'contact', [change('role', 'Fellow', 'Attending')], { role: 'Attending' }, { role: 'Fellow' }],
    ['a value that moved on since', 'contact', [change('role', 'Fellow', 'Attending')], { role: 'Chair' }, { role: 'Fellow' }],
    ['a value that was empty before', 'contact', [change('role', null, 'Fellow')], { role: 'Fellow' }, { role: null }],
    ['nothing where it is so already', 'contact', [change('role', 'Fellow', 'Attending')], { role: 'Fellow' }, null],
    ['nothing that nobody here knows', 'contact', [change('role', null, 'Attending', false)], { role: 'Attending' }, null],
    ['elements of a set, leaving those that came later', 'contact', [change('tags', ['CT'], ['MR'])], { tags: ['MR', 'US'] }, { tags: ['US', 'CT'] }],
    ['the words of a text, leaving those that came later', 'note', [change('bullets', 'met at noon', 'met at one')], { bullets: 'met at one by the door' }, { bullets: 'met at noon by the door' }],
    ['a line that was added, leaving the one below', 'note', [change('bullets', 'one', 'one\ntwo')], { bullets: 'one\ntwo\nthree' }, { bullets: 'one\nthree' }],
    ['never a part of another word', 'note', [change('bullets', 'noon', 'one')], { bullets: 'someone' }, { bullets: 'someone\nnoon' }],
    ['a text where both changed the same words keeps both', 'note', [change('bullets', 'noon', 'one')], { bullets: 'two' }, { bullets: 'two\nnoon' }],
  ] as const)('%s', (_name, kind, changes, current, expected) => {
    expect(undoing(kind, line([...changes]), current)).toEqual(expected)
  })

  test.each(['made', 'held', 'purged', 'settled', 'deleted'] as const)('is not offered for a line that says "%s"', (what) => {
    expect(undoing('contact', line([change('role', 'a', 'b')], { what }), { role: 'b' })).toBeNull()
  })
})

describe('in words', () => {
  it('says where a change was made', () => {
    const names = [{ id: 'd1', name: 'phone' }, { id: 'd2', name: 'laptop' }, { id: 'd3', name: null }, { id: 'api', name: 'REST' }, { id: 'server', name: 'Hallway' }]
    expect(names.map((one) => deviceWords(one, 'd1'))).toEqual(['this device', 'laptop', 'another device', 'a program (REST)', 'Hallway'])
  })

  it('says that deleting was refused, and that a repeat changed nothing', () => {
    expect([whatWords(line([], { what: 'deleted', result: 'kept' })), whatWords(line([]))]).toEqual([
      'Not deleted: another device had just changed it',
      'Saved once more, nothing new',
    ])
  })

  it('shows of a text what was touched', () => {
    expect(textChange(change('bullets', 'we met at noon by the door', 'we met at one by the door'))).toEqual({ was: 'noon', became: 'one' })
    expect(textChange(change('bullets', null, 'new words'))).toEqual({ was: '', became: 'new words' })
  })
})
