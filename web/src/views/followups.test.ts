import { describe, expect, it } from 'vitest'
import type { Step } from '../store/story'
import { dueOf, groupOf, isLastWord, ofGroup, partsOf, thankYous } from './followups'
import { owedWords, titleOf, whyOf } from './followup_words'

const TODAY = '2026-12-02'

function step(id: string, values: Partial<Step> = {}): Step {
  const why = { met_on: '2026-11-29', met_where: 'Y-90 dosimetry', promise: null, sent_on: null, last_on: null, about: null, about_on: null }
  return {
    id,
    contact: 'c',
    step: 'thank_you',
    cycle: '0',
    due_on: TODAY,
    late_on: null,
    state: 'open',
    verb: 'thank',
    name: 'Maren Oduya',
    title: null,
    when: 'due',
    ...values,
    why: { ...why, ...values.why },
  }
}

const about = (name: string, words: string | null, on: string | null = null) => step('b', { step: name, why: { ...step('x').why, about: words, about_on: on } })
const nudge = step('n', { step: 'nudge', why: { ...step('x').why, sent_on: '2026-11-23' } })
const own = step('o', { step: 'own', title: 'Send the draft', due_on: null, when: null })

describe('where a step is listed', () => {
  it.each<[string, Step, string]>([
    ['due today', step('a'), 'due'],
    ['late', step('a', { when: 'late' }), 'due'],
    ['by hand, any day', own, 'due'],
    ['a nudge to come waits', { ...nudge, when: 'coming' }, 'waiting'],
    ['to come', step('a', { when: 'coming' }), 'coming'],
    ['done', step('a', { state: 'done', when: null }), 'done'],
    ['left alone', step('a', { state: 'dismissed', when: null }), 'done'],
  ])('%s', (_name, one, group) => {
    expect(groupOf(one)).toBe(group)
  })

  it('puts what was done last on top', () => {
    const done = ['2026-11-30', '2026-12-01'].map((due_on) => step(due_on, { due_on, state: 'done' }))
    expect(ofGroup(done, 'done').map(({ id }) => id)).toEqual(['2026-12-01', '2026-11-30'])
  })
})

describe('the words', () => {
  it.each<[Step, string, string]>([
    [step('a'), 'Thank Maren Oduya', 'Met on Sunday at Y-90 dosimetry.'],
    [step('a', { step: 'promise', why: { ...step('x').why, promise: 'my CV' } }), 'Keep your promise to Maren Oduya', 'Met on Sunday at Y-90 dosimetry. You promised: my CV.'],
    [nudge, 'Nudge Maren Oduya', 'You wrote on 23 November, no reply. One nudge, then leave it.'],
    [step('a', { step: 'check_in', why: { ...step('x').why, last_on: '2026-10-03' } }), 'Check in with Maren Oduya', 'Last in touch on 3 October.'],
    [own, 'Send the draft', 'Your own follow-up for Maren Oduya. Met on Sunday at Y-90 dosimetry.'],
    [{ ...own, name: null }, 'Send the draft', 'Your own follow-up. Met on Sunday at Y-90 dosimetry.'],
    [step('a', { why: { ...step('x').why, met_where: 'the hallway' } }), 'Thank Maren Oduya', 'Met on Sunday in the hallway.'],
    [about('ask', 'may I visit?'), 'Ask Maren Oduya what you wanted to ask', 'Met on Sunday at Y-90 dosimetry. You wanted to ask: may I visit?'],
    [about('tell', 'Li Wen', '2026-12-01'), 'Thank Maren Oduya for the introduction', 'They named Li Wen, whom you reached yesterday. Say how it went.'],
    [about('update', 'Passed Step 2', '2026-12-01'), 'Tell Maren Oduya your news', 'Passed Step 2, yesterday.'],
    [about('letter_ask', 'Residency', '2027-09-15'), 'Ask Maren Oduya for the letter', 'For: Residency. Due Wednesday 15 September.'],
    [about('letter_reminder', null, '2027-09-15'), 'Remind Maren Oduya of the letter', 'Due Wednesday 15 September.'],
    [about('letter_thank', 'Residency', '2027-09-15'), 'Thank Maren Oduya for the letter', 'For: Residency.'],
  ])('say whom and why', (one, title, why) => {
    expect([titleOf(one), whyOf(one, TODAY)]).toEqual([title, why])
  })

  it.each<[Step, string]>([
    [step('a'), 'Thank them'],
    [step('a', { step: 'promise', why: { ...step('x').why, promise: 'my CV' } }), 'Keep your promise: my CV'],
    [nudge, 'Nudge them, once'],
    [step('a', { step: 'check_in' }), 'Check in'],
    [own, 'Send the draft'],
  ])('say what is owed beside the name', (one, words) => {
    expect(owedWords(one)).toBe(words)
  })

  it.each<[string, Step, string]>([
    ['today', step('a'), 'Due today'],
    ['since', step('a', { due_on: '2026-11-30' }), 'Was due on Monday'],
    ['late', step('a', { due_on: '2026-11-29', when: 'late' }), 'Late: was due on Sunday, 3 days ago'],
    ['late by a day', step('a', { due_on: '2026-12-01', when: 'late' }), 'Late: was due yesterday'],
    ['to come', step('a', { due_on: '2026-12-03', when: 'coming' }), 'Comes tomorrow'],
    ['any day', own, 'Any day'],
    ['done', step('a', { state: 'done' }), 'Done'],
    ['left alone', step('a', { state: 'dismissed' }), 'Left alone'],
  ])('say when: %s', (_name, one, words) => {
    expect(dueOf(one, TODAY)).toBe(words)
  })
})

describe('thank-yous that may be done together', () => {
  it('are those that are due, and of people met today or the day before', () => {
    const why = (met_on: string) => ({ ...step('x').why, met_on })
    const all = [
      step('due'),
      step('late', { when: 'late' }),
      step('met today', { when: 'coming', why: why(TODAY) }),
      step('met earlier', { when: 'coming', why: why('2026-11-29') }),
      step('done', { state: 'done', when: null }),
      nudge,
    ]
    expect(thankYous(all, TODAY).map(({ id }) => id).sort()).toEqual(['due', 'late', 'met today'])
  })
})

describe('the parts of a list', () => {
  const all = [
    step('late', { due_on: '2026-11-29', when: 'late' }),
    step('old', { due_on: '2026-11-30' }),
    step('today'),
    step('ahead', { due_on: '2026-12-03' }), // due already where they were met, a zone further east
    own,
    nudge,
  ]

  it('parts what is due, the last word at the end', () => {
    expect(partsOf(all, 'due', TODAY).map(({ label, steps }) => [label, steps.map(({ id }) => id)])).toEqual([
      ['Late', ['late']],
      ['Earlier', ['old']],
      ['Today, Wed 2', ['today', 'ahead']],
      ['Any day', ['o']],
      ['Last word, then silence', ['n']],
    ])
    expect(all.filter(isLastWord)).toEqual([nudge])
  })

  it('parts what comes by day', () => {
    const coming = ['2026-12-03', '2026-12-03', '2026-12-09'].map((due_on, index) => step(String(index), { due_on, when: 'coming' }))
    expect(partsOf(coming, 'coming', TODAY).map(({ label, steps }) => [label, steps.length])).toEqual([
      ['Tomorrow, Thu 3', 2],
      ['Wednesday 9 December', 1],
    ])
  })

  it('is nothing where nothing is', () => {
    expect((['due', 'waiting', 'coming', 'done'] as const).map((group) => partsOf([], group, TODAY))).toEqual([[], [], [], []])
  })
})
