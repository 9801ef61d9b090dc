/** When a message to one person is one too many: the rule as a table, then over any story; twin of tests/followups/test_cadence.py. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refusal, unanswered, type Refusal } from './silence'
import type { Outreach, Row, Story } from './story'

let number = 0
const out = (sent_at: string | null, purpose = 'other', more: Partial<Outreach> = {}): Outreach => ({ id: `o${number++}`, direction: 'out', purpose, sent_at, ...more })
const day = (of: number): string => `2026-12-${String(of).padStart(2, '0')}T15:00:00Z`
const reply = (of: number): Outreach => out(day(of), 'other', { direction: 'in' })
const about = (outreach: Outreach[], more: Partial<Story> = {}): Story => ({ contact: { id: 'c0' }, outreach, zone: 'America/Chicago', ...more })
const nudged = (start: Outreach): Row => ({ id: 'r0', step: 'nudge', cycle: start.id, state: 'done' })

const [asked, again, third] = [out(day(1), 'approach'), out(day(8)), out(day(15))]
const twice = about([asked, again])
const thrice = about([asked, again, third])
const NOTED: Refusal = { unanswered: 2, last_on: '2026-12-08' }

describe('one message more', () => {
  const CASES: [what: string, story: Story, message: Outreach, told: Refusal | null][] = [
    ['the first of all', about([]), third, null],
    ['the second', about([asked]), third, null],
    ['the third', twice, third, NOTED],
    ['the fourth', thrice, out(day(20)), { unanswered: 3, last_on: '2026-12-15' }],
    ['with a reason', twice, { ...third, reason: 'She asked me to' }, null],
    ['with a reason of blanks', twice, { ...third, reason: ' \n' }, NOTED],
    ['a reply', twice, reply(15), null],
    ['of no direction', twice, { ...third, direction: null }, null],
    ['a draft', twice, { ...third, sent_at: null }, null],
    ['beside a draft', about([asked, out(null)]), third, null],
    ['beside one that was deleted', about([asked, { ...again, deleted: true }]), third, null],
    ['after an answer', about([asked, again, reply(9)]), third, null],
    ['after an answer to the first alone', about([asked, reply(2), again]), third, null],
    ['after they met', about([asked, again], { scans: [{ id: 's0', captured_at: day(9) }] }), third, null],
    ['told a second time, under its own id', twice, { ...again, purpose: 'nudge' }, null],
    ['late in the evening of the last', about([asked, out('2026-12-09T05:00:00Z')]), third, NOTED],
    ['of before an answer, though three stand since', about([reply(2), out(day(3)), out(day(4)), out(day(5))]), asked, null],
    ['a nudge that was ticked, where three stand with it', about([asked, again], { rows: [nudged(asked)] }), out(day(9), 'nudge'), null],
    ['after a nudge that was ticked and never logged', about([asked], { rows: [nudged(asked)] }), third, { unanswered: 2, last_on: '2026-12-01' }],
  ]

  test.each(CASES)('%s', (_what, story, message, told) => {
    expect(refusal(story, message)).toEqual(told)
  })
})

test('what stands without an answer is counted, drafts and what came before an answer left out', () => {
  expect([about([]), about([asked]), twice, thrice, about([asked, out(null)]), about([asked, again, reply(9)]), about([asked], { rows: [nudged(asked)] })].map(unanswered)).toEqual([0, 1, 2, 3, 1, 0, 2])
})

const at = fc.integer({ min: 0, max: 960 }).map((hours) => new Date(Date.UTC(2026, 10, 29) + hours * 3_600_000).toISOString())
const entry = fc.record({ direction: fc.constantFrom('in', 'out', 'out', 'out'), purpose: fc.constantFrom('approach', 'thank_you', 'nudge', 'other'), sent_at: at })
const story = fc.record({ log: fc.array(entry, { maxLength: 5 }), ticked: fc.nat(5) }).map(({ log, ticked }) => {
  const outreach = log.map((one, index): Outreach => ({ id: `m${index}`, ...one }))
  const start = outreach[ticked]
  return about(outreach, { rows: start ? [nudged(start)] : [] })
})

test('a message goes out unless it makes three or more of what stands without an answer', () => {
  fc.assert(
    fc.property(story, at, fc.constantFrom('thank_you', 'nudge', 'other'), (before, sent_at, purpose) => {
      const message = out(sent_at, purpose)
      const then = unanswered({ ...before, outreach: [...(before.outreach ?? []), message] })

      const refused = refusal(before, message)

      expect(refused !== null).toBe(then > unanswered(before) && then > 2)
      expect(refused?.unanswered ?? unanswered(before)).toBe(unanswered(before))
      expect(refusal(before, { ...message, reason: 'They asked me to' })).toBeNull()
      expect(refusal(before, { ...message, direction: 'in' })).toBeNull()
    }),
  )
})
