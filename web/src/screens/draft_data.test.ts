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

vi.hoisted(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-12-02T12:00:00') })) // no day ends meanwhile
vi.mock('../parts/Toast', () => ({ say: vi.fn() })) // it asks where on the page one is

const [MAREN, LETTER, DRAFT, JOAN] = ['1', '2', '3', '4'].map((n) => `0198a0f0-0000-7000-8000-00000000000${n}`) as [string, string, string, string]
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

test.each([
  ['letter_packet', { asked_on: before(3), agreed_on: before(2), deadline_on: before(-60) }, 'check_in'],
  ['letter_ask', { deadline_on: before(-60) }, 'letter'],
] as [string, Partial<Letter>, string][])('begun from the step %s it is for that, closes it, and opens it again when taken back', async (name, days, purpose) => {
  await save(open('letter', LETTER), { contact: MAREN, purpose: 'Fellowship', ...days })
  await save(open('contact', MAREN), { met_on: before(1) }) // a thank-you is owed first
  const contact = { id: MAREN, ...live('contact').peek().get(MAREN) } as Parameters<typeof purposeOf>[1]
  const step = stepsOf(MAREN).find((one) => one.step === name)
  expect([owed().includes(name), purposeOf(undefined, contact, step)]).toEqual([true, purpose])

  await logSent({ id: DRAFT, contact: MAREN, purpose: purposeOf(undefined, contact, step), subject: 'My CV', text: 'Here', channel: 'email', reason: '', step: step?.id })
  expect(owed().includes(name)).toBe(false)

  await vi.mocked(say).mock.lastCall?.[1]?.()
  expect([owed().includes(name), live('outreach').value.size]).toEqual([true, 0])
})

test('whoever named somebody is told by news, which closes the step it was begun from', async () => {
  await save(open('contact', JOAN), { name: 'Joan Abiodun', met_on: before(1), referred_by: MAREN })
  const step = stepsOf(MAREN).find((one) => one.step === 'tell')
  const contact = { id: MAREN, ...live('contact').peek().get(MAREN) } as Parameters<typeof purposeOf>[1]
  expect([step?.state, purposeOf(undefined, contact, step)]).toEqual(['open', 'update'])

  await logSent({ id: DRAFT, contact: MAREN, purpose: 'update', subject: 'Joan', text: 'We met', channel: 'email', reason: '', step: step?.id })
  expect(stepsOf(MAREN).find((one) => one.step === 'tell')?.state).not.toBe('open')
})
