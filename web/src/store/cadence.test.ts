import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import vectors from '../../../tests/samples/cadence.json'
import { nextStep, steps } from './cadence'
import { INTERVALS, interval } from './days'
import { unanswered } from './silence'
import type { Outreach, Step, Story } from './story'

type Vector = { name: string; story: Story; today: string; expected: Step[] }
const told = vectors as Vector[]

describe('what is owed to one person', () => {
  test.each(told)('$name', ({ story, today, expected }) => {
    expect(steps(story, today)).toEqual(expected)
  })

  test.each(told)('the next step: $name', ({ story, today, expected }) => {
    expect(nextStep(story, today)).toEqual(expected.find((step) => step.state === 'open') ?? null)
  })

  test.each(told)('the order of input does not matter: $name', ({ story, today, expected }) => {
    const { notes = [], scans = [], outreach = [], rows = [] } = story
    const turned = { notes: notes.toReversed(), scans: scans.toReversed(), outreach: outreach.toReversed(), rows: rows.toReversed() }

    expect(steps({ ...story, ...turned }, today)).toEqual(expected)
  })
})

test.each(Object.entries(INTERVALS))('%s is brought within its bounds', (name, [usual, least, most]) => {
  const read = (value?: number) => interval({ intervals: value === undefined ? {} : { [name]: value } }, name as keyof typeof INTERVALS)

  expect([undefined, least - 1, least, most, most + 1, 7.5].map(read)).toEqual([usual, least, least, most, most, usual])
})

const at = fc.integer({ min: 0, max: 960 }).map((hours) => new Date(Date.UTC(2026, 10, 29) + hours * 3_600_000).toISOString())
const message = fc.record({
  direction: fc.constant('out'),
  purpose: fc.constantFrom('approach', 'thank_you', 'nudge', 'check_in', 'update'),
  sent_at: at,
})

test('a third unanswered message is never suggested, at most one nudge is open', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 6 }), fc.option(at), (sent, scanned) => {
      const outreach = sent.map((entry, index): Outreach => ({ id: `o${index}`, ...entry }))
      const scans = scanned === null ? [] : [{ id: 's0', captured_at: scanned }]
      const story: Story = { contact: { id: 'c0' }, outreach, scans, zone: 'America/Chicago' }
      const waiting = outreach.filter((entry) => scanned === null || (entry.sent_at ?? '') > scanned)

      const open = steps(story, '2027-01-05').filter((step) => step.state === 'open')

      expect(unanswered(story)).toBeGreaterThanOrEqual(waiting.length)
      expect(waiting.length < 2 || open.length === 0).toBe(true)
      expect(open.filter((step) => step.step === 'nudge').length).toBeLessThanOrEqual(1)
    }),
  )
})
