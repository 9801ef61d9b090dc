import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Item } from '../store/agenda'
import type { Tier } from '../store/kinds'
import { dayRows, hasTimeOfSession, LEAST_GAP, siblingsOf, type DayRow } from './day_plan'
import type { Planned } from './plan'
import { item, itemsOf } from './testing'

const at = (id: string, from: string, to: string, values: Partial<Item> = {}): Item =>
  item(id, { starts: `2026-11-29T${from}:00Z`, ends: `2026-11-29T${to}:00Z`, day_on: '2026-11-29', ...values })

const flagged = (one: Item, tier: Tier = 'should'): Planned => ({ item: one, tier, person: null })

function rows(...planned: Planned[]): DayRow[] {
  const items = itemsOf(...planned.map((one) => one.item))
  return dayRows(planned, items, siblingsOf(items))
}

/** "a", "(45 min)", "b|siding|ends:a": a row in short. */
const short = (row: DayRow): string =>
  row.kind === 'gap'
    ? `(${row.minutes} min)`
    : [row.planned.item.id, row.lane, row.pair ?? '-', row.overlaps.map((one) => one.id).join('+')].filter((part) => part).join(' ')

describe('a day of the plan', () => {
  it('is a line by time, with free time as a gap', () => {
    const found = rows(flagged(at('b', '10:45', '11:00')), flagged(at('a', '09:00', '10:00')), flagged(at('c', '11:10', '12:00')))
    expect(found.map(short)).toEqual(['a line -', '(45 min)', 'b line -', 'c line -'])
  })

  it('counts free time from the end of the longest, not of the last begun', () => {
    const found = rows(flagged(at('a', '09:00', '11:00')), flagged(at('b', '09:30', '10:00')), flagged(at('c', '11:30', '12:00')))
    expect(found.map(short)).toEqual(['a line begins b', 'b siding ends a', '(30 min)', 'c line -'])
  })

  it('lets what matters more hold the line', () => {
    const found = rows(flagged(at('a', '09:00', '10:00'), 'nice'), flagged(at('b', '09:30', '10:30'), 'must'))
    expect(found.map(short)).toEqual(['a siding begins b', 'b line ends a'])
  })

  it('keeps two lines as long as anything in them overlaps', () => {
    const found = rows(
      flagged(at('a', '09:00', '10:00'), 'must'),
      flagged(at('b', '09:30', '10:30')),
      flagged(at('c', '10:15', '11:00'), 'nice'),
      flagged(at('d', '11:00', '11:30')),
    )
    expect(found.map(short)).toEqual(['a line begins b', 'b siding runs a+c', 'c siding ends b', 'd line -'])
  })

  it('never clashes over the time of a session', () => {
    const session = at('s', '09:00', '10:00')
    const talks = ['t', 'u'].map((id) => at(id, '09:00', '10:00', { parent: 's' }))
    const items = itemsOf(session, ...talks, at('x', '09:30', '09:45'))
    const planned = [...talks, items.get('x')].flatMap((one) => (one ? [flagged(one)] : []))
    expect(talks.map((talk) => hasTimeOfSession(talk, items, siblingsOf(items)))).toEqual([true, true])
    expect(dayRows(planned, items, siblingsOf(items)).flatMap((row) => (row.kind === 'stop' ? row.overlaps : []))).toEqual([])
  })

  it('takes the time of a talk alone in its session as its own', () => {
    const items = itemsOf(at('s', '09:00', '10:00'), at('t', '09:00', '10:00', { parent: 's' }))
    const [talk] = [...items.values()].slice(1)
    expect(talk && hasTimeOfSession(talk, items, siblingsOf(items))).toBe(false)
  })

  it('holds a cancelled item without its time', () => {
    const found = rows(flagged(at('a', '09:00', '10:00')), flagged(at('b', '10:00', '12:00', { status: 'cancelled' })), flagged(at('c', '11:00', '12:00')))
    expect(found.map(short)).toEqual(['a line -', 'b line -', '(60 min)', 'c line -'])
  })

  it('shows every item once, whatever their times, and no gap under 15 minutes', () => {
    const minute = fc.integer({ min: 0, max: 1_439 })
    const clock = (all: number) => `${String(Math.floor(all / 60)).padStart(2, '0')}:${String(all % 60).padStart(2, '0')}`
    fc.assert(
      fc.property(fc.array(fc.tuple(minute, minute), { maxLength: 12 }), (times) => {
        const planned = times.map(([a, b], index) => flagged(at(`i${index}`, clock(Math.min(a, b)), clock(Math.max(a, b)))))
        const found = rows(...planned)
        const shown = found.flatMap((row) => (row.kind === 'stop' ? [row.planned.item.id] : [])).toSorted()
        expect(shown).toEqual(planned.map((one) => one.item.id).toSorted())
        expect(found.every((row) => row.kind === 'stop' || row.minutes * 60_000 >= LEAST_GAP)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})
