/** The checker names the phrase, says where it is, and why; the address that opens a mail program holds all of it. */
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import samples from '../../../tests/samples/drafts.json'
import { cpuMs } from '../testing/cpu'
import { countsOf, findings, goalOf, type Draft, type Finding } from './draft_check'
import { MOST_MAILTO, mailtoOf } from './draft_mail'
import { draftWith } from './draft_testing'

const checks = samples.checks as { name: string; draft: Partial<Draft>; found: Partial<Finding>[] }[]

describe('what the checker finds', () => {
  test.each(checks)('$name', ({ draft, found }) => {
    const seen = findings(draftWith(draft))
    expect(seen.map((one, index) => Object.fromEntries(Object.keys(found[index] ?? one).map((key) => [key, one[key as keyof Finding]])))).toEqual(found)
  })

  it('each phrase stands where it says, and has one sentence of why', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('any opportunities', '{news}', 'Would you?', 'asap.', '\n', 'my chances', 'Dr. Li', 'é'), { maxLength: 20 }), (parts) => {
        const draft = draftWith({ purpose: 'letter', text: parts.join(' '), subject: parts.slice(0, 3).join(' ').replaceAll('\n', '') })
        for (const { phrase, place, start, line, why } of findings(draft)) {
          if (line > 0) expect(draft[place].slice(start, start + phrase.length)).toBe(phrase)
          if (line > 0) expect(draft[place].slice(0, start).split('\n').length).toBe(line)
          expect(why).toMatch(/^[A-Z\d].*[^.]\.$/)
        }
      }),
    )
  })

  it('tells the same words twice, each in its own place', () => {
    expect(findings(draftWith({ text: '{news} and {news}' })).map((one) => one.start)).toEqual([0, 11])
  })

  it('reads the longest text at once', () => {
    const began = cpuMs()
    const found = findings(draftWith({ text: 'Would you. . . any . '.repeat(500).slice(0, 10_000) }))
    expect(found.length).toBe(30)
    expect(cpuMs() - began).toBeLessThan(500)
  })
})

test.each([
  ['', { words: 0, lines: 0, sentences: 0 }],
  ['Dear Dr. Oduya,\n\nOne two. Three?\n\nBest regards,\nZoë Brémond\nA school', { words: 3, lines: 1, sentences: 2 }],
  ['Hello\nIt\'s J-1 and Y-90.', { words: 4, lines: 1, sentences: 1 }],
  ['Thank you for the talk.\nI liked it… a lot', { words: 10, lines: 2, sentences: 3 }],
  [`${'word '.repeat(20)}more`, { words: 21, lines: 2, sentences: 1 }],
])('counts %j', (text, expected) => {
  expect(countsOf(text)).toEqual(expected)
})

test.each([
  ['approach', null, '150 to 250 words, 8 to 12 lines'],
  ['approach', '2026-11-29', '150 to 250 words'],
  ['research', null, '5 to 7 sentences'],
  ['nudge', null, ''],
] as const)('the goal of %s, met %s', (purpose, metOn, expected) => {
  expect(goalOf({ purpose, metOn })).toBe(expected)
})

describe('the address of a mail', () => {
  test.each([
    ['oduya@lakefront.example', 'Thank you', 'Hello,\n\nYes.', 'mailto:oduya@lakefront.example?subject=Thank%20you&body=Hello%2C%0D%0A%0D%0AYes.'],
    ['a+b&c?d@x.example', 'one\r\ntwo', 'a\r\nb\rc', 'mailto:a%2Bb%26c%3Fd@x.example?subject=one%20two&body=a%0D%0Ab%0D%0Ac'],
    [null, '', 'é & = ? # % +', 'mailto:?body=%C3%A9%20%26%20%3D%20%3F%20%23%20%25%20%2B'],
    ['x@y.example', '', '', 'mailto:x@y.example'],
    ['x@y.example', '', '\uD83D', 'mailto:x@y.example?body=%EF%BF%BD'],
  ])('%j %j %j', (email, subject, text, expected) => {
    expect(mailtoOf(email, subject, text)).toBe(expected)
  })

  it('ends exactly where it would be cut', () => {
    const rest = MOST_MAILTO - 'mailto:x@y.example?body='.length
    expect([rest, rest + 1].map((length) => mailtoOf('x@y.example', '', 'a'.repeat(length))?.length ?? null)).toEqual([MOST_MAILTO, null])
  })

  it('is never longer than arrives whole, and says the same when read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2_500 }), (text) => {
        const made = mailtoOf('x@y.example', 'A', text)
        const sent = text.replace(/\r\n|\r|\n/g, '\r\n')
        const whole = 'mailto:x@y.example?subject=A&body='.length + encodeURIComponent(sent).length
        expect(made === null).toBe(whole > MOST_MAILTO)
        if (made !== null) expect(new URL(made).searchParams.get('body') ?? '').toBe(sent)
      }),
    )
  })
})
