import { describe, expect, it } from 'vitest'
import { item } from './testing'
import { dayAndHour, isElsewhere, isOpen, localWords, nearWords, openPoints, timeWords } from './times'

const NOW = new Date('2026-11-29T16:42:00Z')
const talk = item('talk', { day_on: '2026-11-29', starts: '2026-11-29T16:30:00Z', ends: '2026-11-29T17:45:00Z' })
const CHICAGO = 'America/Chicago'

describe('the time of an item', () => {
  it.each([
    [CHICAGO, { day: 'Sunday 29 November', there: '10:30 to 11:45', here: null }],
    ['Europe/Zurich', { day: 'Sunday 29 November', there: '10:30 to 11:45', here: '17:30 to 18:45 where you are' }],
    ['Asia/Tokyo', { day: 'Sunday 29 November', there: '10:30 to 11:45', here: 'Mon 30, 01:30 to 02:45 where you are' }],
    ['America/Winnipeg', { day: 'Sunday 29 November', there: '10:30 to 11:45', here: null }],
  ])('on a device in %s', (device, words) => {
    expect(timeWords(talk, CHICAGO, device)).toEqual(words)
  })

  it.each([
    [{ starts: talk.starts }, '10:30'],
    [{ local: '2026-11-29T09:00/2026-11-29T10:15' }, '09:00 to 10:15'],
    [{ local: '2026-11-29T09:00' }, '09:00'],
    [{}, null],
  ])('%j is %s', (values, there) => {
    expect(timeWords(item('x', values), CHICAGO, CHICAGO)).toEqual({ day: null, there, here: null })
  })

  it('is the same in a zone that keeps the same clock, and in none', () => {
    expect([isElsewhere(NOW, CHICAGO, 'America/Winnipeg'), isElsewhere(NOW, null, CHICAGO)]).toEqual([false, false])
  })

  it('of a file without hours is nothing', () => {
    expect([localWords(null), localWords('2026-11-29')]).toEqual([null, null])
  })
})

describe('day and hour in a list of many days', () => {
  it.each([
    [talk, 'Sun 29, 10:30'],
    [{ ...talk, starts: null }, 'Sun 29'],
    [{ ...talk, starts: null, local: '2026-11-29T09:00/2026-11-29T10:15' }, 'Sun 29, 09:00'],
    [item('x'), ''],
  ])('%j: %s', (one, words) => expect(dayAndHour(one, CHICAGO)).toBe(words))
})

describe('how near an item is', () => {
  it.each([
    [{}, '63 min left'],
    [{ starts: '2026-11-29T17:15:00Z' }, 'in 33 min'],
    [{ starts: '2026-11-29T19:15:00Z', ends: null }, null],
    [{ ends: '2026-11-29T16:42:00Z' }, null],
    [{ status: 'cancelled' }, null],
    [{ starts: null }, null],
  ])('%j: %s', (values, words) => {
    expect(nearWords({ ...talk, ...values }, NOW, 2 * 3_600_000)).toBe(words)
  })
})

describe('what is not certain', () => {
  it.each<[object, string[], boolean, number]>([
    [{}, [], false, 0],
    [{}, ['end_guessed'], true, 1],
    [{}, ['time_of_session', 'all_day'], false, 2],
    [{ status: 'cancelled' }, [], true, 1],
    [{ starts: null, local: '2026-11-29T09:00' }, [], true, 1],
    [{ starts: null }, [], false, 1],
  ])('%j with %j: dashed %s, %s sentences', (values, marks, dashed, count) => {
    const one = { ...talk, ...values }
    expect([isOpen(one, marks), openPoints(one, marks).length]).toEqual([dashed, count])
  })
})
