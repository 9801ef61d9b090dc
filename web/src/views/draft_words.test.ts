/** Drafts hold together whatever is missing: a table of cases, and properties over any facts. */
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import samples from '../../../tests/samples/drafts.json'
import { findings } from './draft_check'
import { FIELD_NAMES, fieldsOf, type Facts } from './draft_fields'
import { filledIn, plainValue, unfilled } from './draft_fill'
import { draftWith, factsWith, type Given } from './draft_testing'
import { PURPOSES, type Purpose } from './draft_purposes'
import { OURS } from './draft_words'

const drafts = samples.drafts as unknown as { name: string; purpose: Purpose; given: Given; subject: string; text: string[] }[]

const made = (purpose: Purpose, facts: Facts) => {
  const fields = fieldsOf(facts)
  return { subject: filledIn(OURS[purpose].subject, fields), text: filledIn(OURS[purpose].text, fields) }
}

describe('our own wordings', () => {
  test.each(drafts)('$purpose: $name', ({ purpose, given, subject, text }) => {
    expect(made(purpose, factsWith(given))).toEqual({ subject, text: text.join('\n') })
  })

  test.each(PURPOSES)('%s breaks no rule of the checker by itself', (purpose) => {
    const all = factsWith({ contact: { name: 'Maren Oduya', met_on: '2026-06-01' }, profile: { name: 'Zoë', role: 'Student' }, item: 'Dose', referrer: 'Ilse' })
    const found = findings(draftWith({ purpose, ...made(purpose, all), referrer: 'Ilse' }))

    expect(found.filter((one) => one.rule !== 'field')).toEqual([])
  })
})

const word = fc.constantFrom('null', 'undefined', 'dose', 'Dr. Li', '{name}', '{}', '[x|y]', '“quoted”', 'May I?', 'and so on.', '  two  spaces ', 'tab\tand\nline', '- dash', '𝔘', 'é')
const text = fc.option(fc.oneof(fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')), fc.string({ unit: 'grapheme', maxLength: 400 })), { nil: null })
const day = fc.option(fc.constantFrom('2026-11-29', '2026-12-03', '2026-06-01'), { nil: null })
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  contact: fc.record({ name: text, family_name: text, degrees: fc.array(fc.constantFrom('MD', 'PhD', 'BSc', '')), role: text, institution: text, met_on: day }),
  profile: fc.option(fc.record({ name: text, role: text, school: text, specialty: text, email: text }), { nil: null }),
  bullets: text, promise: text, ask: text, item: text, place: text, meeting: text, session: text, question: text, referrer: text,
  letterFor: text, deadline: day, news: text,
  meetingAhead: fc.boolean(),
  wroteOn: day,
  today: fc.constant('2026-12-03'),
})

describe('whatever is known', () => {
  it('no gap shows: no doubled space, no empty braces, no sign of a part, no stop after a stop', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PURPOSES), anyFacts, (purpose, facts) => {
        const { subject, text: body } = made(purpose, facts)
        expect(`${subject}\n${body}`).not.toMatch(/[^\S\n]{2}|[^\S\n]$|^[^\S\n]|\n{3}|\{\s*\}|[?!]\.(\s|$)/m)
        expect(subject).not.toContain('\n')
      }),
    )
  })

  it('"null" and "undefined" appear only where a person wrote them', () => {
    const values = (facts: Facts) => JSON.stringify(facts, (_, value: unknown) => value ?? '')
    fc.assert(
      fc.property(fc.constantFrom(...PURPOSES), anyFacts, (purpose, facts) => {
        const { subject, text: body } = made(purpose, facts)
        const given = values(facts)
        for (const sign of ['null', 'undefined', 'NaN', '[object']) if (!given.includes(sign)) expect(`${subject}\n${body}`).not.toContain(sign)
      }),
    )
  })

  it('every field that is left is told, as often as it stands there', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PURPOSES), anyFacts, (purpose, facts) => {
        const draft = draftWith({ purpose, ...made(purpose, facts) })
        const told = findings(draft).filter((one) => one.rule === 'field').map((one) => one.phrase)
        expect(told).toEqual([...unfilled(draft.subject), ...unfilled(draft.text)])
      }),
    )
  })
})

describe('the signs of a wording', () => {
  const fields = { 'their name': 'Dr. Oduya', 'my promise': '', 'what i asked': 'may I write?' }

  test.each([
    ['Dear { Their  Name },', 'Dear Dr. Oduya,'],
    ['[I promised {my promise}. ]Bye', 'Bye'],
    ['[I promised {my promise}|Nothing for {their name}].', 'Nothing for Dr. Oduya.'],
    ['[{their name}, I promised {my promise}|Later]', 'Later'],
    ['I promised {my promise}.', 'I promised {my promise}.'],
    ['[{your news}|no news]', '{your news}'],
    ['A {} b { } c', 'A b c'],
    ['I asked: {what I asked}.', 'I asked: may I write?'],
    ['{constructor} [{toString}]', '{constructor} {toString}'],
    ['An [unclosed part', 'An [unclosed part'],
    ['one  two\n\n\n\nthree ', 'one two\n\nthree'],
  ])('%j becomes %j', (wording, expected) => {
    expect(filledIn(wording, fields)).toBe(expected)
  })

  it.each([
    [{ place: 'The hallway' }, 'in the hallway'],
    [{ place: 'The lantern stairs' }, 'at the lantern stairs'],
    [{ place: 'The Lantern' }, 'at The Lantern'],
    [{ place: 'Theatre two' }, 'at Theatre two'],
    [{ place: 'Near the stairs' }, 'Near the stairs'],
    [{ item: 'The dose', place: 'The hallway' }, 'at “The dose”'],
    [{ meeting: 'The spring meeting' }, 'at the spring meeting'],
    [{}, ''],
  ])('says of %j: “%s”', (met, where) => {
    expect(fieldsOf(factsWith(met))['where we met']).toBe(where)
  })

  it('names every field that it fills', () => {
    expect(FIELD_NAMES.map(([name]) => name.toLowerCase()).sort()).toEqual(Object.keys(fieldsOf(factsWith())).sort())
  })

  it('cuts a long value without half a character', () => {
    expect(plainValue(`${'a'.repeat(8)}𝔘𝔘`, 10)).toBe('aaaaaaaa…')
  })
})
