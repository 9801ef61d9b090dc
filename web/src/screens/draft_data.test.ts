/** A draft that was sent closes what it was for, and taken back it opens that again. */
import { beforeEach, expect, test, vi } from 'vitest'
import { say } from '../parts/Toast'
import type { Letter } from '../store/kinds'
import { live, open, save } from '../store/records'
import { startSession } from '../store/session'
import { unpack } from '../sync/testing/phone'
import { dayOf } from '../views/when'
import { logSent, purposeOf } from './draft_data'
import { stepsOf } from './followups_data'

vi.mock('../parts/Toast', () => ({ say: vi.fn() })) // it asks where on the page one is

const [MAREN, LETTER, DRAFT] = ['1', '2', '3'].map((n) => `0198a0f0-0000-7000-8000-00000000000${n}`) as [string, string, string]
const DAY = 86_400_000
const before = (days: number): string => dayOf(new Date(Date.now() - days * DAY))
const owed = () => stepsOf(MAREN).flatMap(({ step, state }) => (state === 'open' && step.startsWith('letter') ? [step] : []))

beforeEach(async () => {
  await unpack()
  await startSession()
  await save(open('contact', MAREN), { name: 'Maren Oduya' })
})

test.each([
  ['the thanks for it', { asked_on: before(90), agreed_on: before(80), packet_on: before(70), uploaded_on: before(5) }, 'letter_thank', 'thank_you'],
  ['the reminder of it', { asked_on: before(90), agreed_on: before(80), packet_on: before(70), deadline_on: before(-3) }, 'letter_reminder', 'nudge'],
] as [string, Partial<Letter>, string, 'thank_you' | 'nudge'][])('of a letter, %s', async (_name, days, step, purpose) => {
  await save(open('letter', LETTER), { contact: MAREN, purpose: 'Fellowship', ...days })
  const contact = { id: MAREN, ...live('contact').peek().get(MAREN) } as Parameters<typeof purposeOf>[1]
  expect([owed(), purposeOf(undefined, contact)]).toEqual([[step], purpose])

  await logSent({ id: DRAFT, contact: MAREN, purpose, subject: 'The letter', text: 'Thank you', channel: 'email', reason: '' })
  expect(owed()).toEqual([])

  await vi.mocked(say).mock.lastCall?.[1]?.()
  expect([owed(), live('outreach').value.size]).toEqual([[step], 0])
})

test.each([
  ['met today', 0, 'thank_you'],
  ['met two days ago', 2, 'thank_you'],
  ['met two days ago and thanked', 2, 'check_in'],
] as const)('to somebody %s one writes first of all a thank-you', async (name, days, purpose) => {
  await save(open('contact', MAREN), { met_on: before(days) })
  if (name.endsWith('thanked')) await save(open('outreach', DRAFT), { contact: MAREN, direction: 'out', purpose: 'thank_you', sent_at: new Date().toISOString() })
  const contact = { id: MAREN, ...live('contact').peek().get(MAREN) } as Parameters<typeof purposeOf>[1]
  expect(purposeOf(undefined, contact)).toBe(purpose)
})
