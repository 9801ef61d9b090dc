import { describe, expect, it } from 'vitest'
import { countOf, isForStudents, isOn, NO_FILTER, passes, roomsOf, type Filter } from './filter'
import { choicesIn, choicesOf } from './filter_choices'
import { item } from './testing'

const never = () => false

describe('for students and residents', () => {
  it.each([
    ['Residents’ hour: building a first research year', true],
    ['Fellowship directors answer', true],
    ['Meet the fellows', true],
    ['Medical student symposium', true],
    ['Résidents and trainees forum', true],
    ['Early-career lounge', true],
    ['Young investigators: award lectures', true],
    ['International medical graduates: visas and the match', true],
    ['Physicists in training', true],
    ['Meet the program directors: radiation oncology', true],
    ['Finding a mentor, and keeping one', true],
    ['Program directors’ business meeting', false],
    ['Tissue-resident memory T cells in liver tumors', false],
    ['Resident macrophages after ablation', false],
    ['Use and abuse of Student’s t test', false],
    ['Outcomes of nursing home residents', false],
    ['Residents of rural counties and access to care', false],
    ['Reception for new fellows', false],
    ['Presidential address', false],
    ['Internal radiation', false],
    ['Dose planning', false],
  ])('%s: %s', (title, meant) => {
    expect(isForStudents(item('x', { title }))).toBe(meant)
  })

  it.each([
    ['talk', 'Trainee programming', true],
    ['poster', 'Student research', true],
    ['poster', 'Liver', false],
  ])('a %s of the track %s: %s', (kind, track, meant) => {
    expect(isForStudents(item('x', { kind, track, title: 'Burnout among residents'.slice(kind === 'talk' ? 18 : 0) }))).toBe(meant)
  })
})

describe('a filter', () => {
  const hall = item('hall', { kind: 'poster', room: 'Hall A; Hall B', track: 'Liver' })
  const filter = (values: Partial<Filter>): Filter => ({ ...NO_FILTER, ...values })

  it.each<[Partial<Filter>, boolean]>([
    [{}, true],
    [{ rooms: ['Hall B'] }, true],
    [{ rooms: ['Hall'] }, false],
    [{ rooms: ['Hall A'], tracks: ['Physics'] }, false],
    [{ rooms: ['Hall A', 'E351'], tracks: ['Liver', 'Physics'] }, true],
    [{ kinds: ['talk'] }, false],
    [{ kinds: ['talk', 'poster'] }, true],
    [{ students: true }, false],
    [{ flagged: true }, false],
  ])('%j lets a poster in the hall pass: %s', (values, passed) => {
    expect(passes(hall, filter(values), never)).toBe(passed)
  })

  it('asks whether an item is flagged', () => {
    expect(passes(hall, filter({ flagged: true }), (one) => one === hall)).toBe(true)
  })

  it('says what is on, and each choice can be taken off', () => {
    const on = filter({ students: true, kinds: ['poster'], rooms: ['Hall A', 'Hall B'] })
    expect([isOn(NO_FILTER), isOn(on), countOf(on)]).toEqual([false, true, 4])
    expect(choicesOf(on).map((one) => [one.words, countOf(one.without)])).toEqual([
      ['For students', 3],
      ['Posters', 3],
      ['Hall A', 3],
      ['Hall B', 3],
    ])
  })

  it('offers what the agenda has, numbers by size', () => {
    const all = [hall, item('a', { room: 'Room 10', track: 'Physics' }), item('b', { room: 'Room 9', kind: 'break' })]
    expect(choicesIn(all)).toEqual({
      rooms: ['Hall A', 'Hall B', 'Room 9', 'Room 10'],
      tracks: ['Liver', 'Physics'],
      kinds: ['talk', 'poster', 'break'],
    })
  })

  it('reads the rooms of a cell', () => {
    expect([roomsOf(hall), roomsOf(item('none'))]).toEqual([['Hall A', 'Hall B'], []])
  })
})
