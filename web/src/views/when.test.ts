import { describe, expect, it } from 'vitest'
import { clock, conferenceDay, dayOf, daysBetween, fileWhen, left, longDay, nearDay, plusDays, shortDay, until } from './when'

const AT = new Date('2026-11-29T16:42:00Z')

describe('times in the zone of the conference', () => {
  it.each([
    ['America/Chicago', '10:42'],
    ['Europe/Zurich', '17:42'],
    ['Asia/Kolkata', '22:12'],
  ])('%s shows %s', (zone, shown) => {
    expect(clock(AT, zone)).toBe(shown)
  })

  it.each([
    ['2026-11-30T05:59:00Z', 'America/Chicago', '2026-11-29'],
    ['2026-11-30T06:00:00Z', 'America/Chicago', '2026-11-30'],
    ['2026-11-29T18:30:00Z', 'Asia/Kolkata', '2026-11-30'],
  ])('%s in %s is on %s', (instant, zone, day) => {
    expect(dayOf(instant, zone)).toBe(day)
  })

  it.each([
    ['2026-11-30T10:59:00Z', '2026-11-29'],
    ['2026-11-30T11:00:00Z', '2026-11-30'],
  ])('before 05:00 local, %s counts to %s', (instant, day) => {
    expect(conferenceDay(new Date(instant), 'America/Chicago')).toBe(day)
  })
})

describe('days in words', () => {
  it('names the weekday', () => {
    expect([shortDay('2026-11-29'), longDay('2026-11-29')]).toEqual(['Sun 29', 'Sunday 29 November'])
  })

  it.each([
    ['2026-11-29', 'today'],
    ['2026-11-30', 'tomorrow'],
    ['2026-11-28', 'yesterday'],
    ['2026-12-03', 'on Thursday'],
    ['2026-12-24', 'on 24 December'],
  ])('%s is %s', (day, words) => {
    expect(nearDay(day, '2026-11-29')).toBe(words)
  })

  it.each([
    ['2019-05-03T16:00', 'Fri 3 May 2019, 16:00'],
    ['2019-05-03T16:00:00Z', 'Fri 3 May 2019, 16:00 UTC'],
    ['2026-11-29', 'Sun 29 November 2026'],
    ['2026-99-99', '2026-99-99'],
    ['Thu 11:00-12:30', 'Thu 11:00-12:30'],
    ['07/04/2026 6:00', '07/04/2026 6:00'],
  ])('a file says %s: %s', (words, shown) => expect(fileWhen(words)).toBe(shown))

  it('counts over a change of the clocks', () => {
    expect([daysBetween('2026-03-28', '2026-03-30'), plusDays('2026-03-28', 2)]).toEqual([2, '2026-03-30'])
  })
})

describe('how long', () => {
  it.each([
    ['2026-11-29T17:00:00Z', '18 min left', 'in 18 min'],
    ['2026-11-29T16:42:10Z', '1 min left', 'in 1 min'],
    ['2026-11-29T18:42:00Z', '2 h left', 'in 2 h'],
    ['2026-12-02T16:42:00Z', '3 days left', 'in 3 days'],
  ])('until %s', (instant, toEnd, toStart) => {
    expect([left(AT, instant), until(AT, instant)]).toEqual([toEnd, toStart])
  })
})
