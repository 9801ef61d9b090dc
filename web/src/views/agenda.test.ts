import { describe, expect, it } from 'vitest'
import { daysOf, itemsOfPerson, namesOf, nowAndNext, ofDay, placeOf, postersOf, titleOf } from './agenda'
import { item, itemsOf, peopleOf } from './testing'

const NOW = new Date('2026-11-29T16:42:00Z')
const DAY = '2026-11-29'
const on = item('on', { day_on: DAY, starts: '2026-11-29T16:30:00Z', ends: '2026-11-29T17:00:00Z', room: 'E351' })
const soon = item('soon', { day_on: DAY, starts: '2026-11-29T17:15:00Z', ends: '2026-11-29T18:00:00Z', room: 'E351' })
const late = item('late', { day_on: DAY, starts: '2026-11-29T20:00:00Z', ends: '2026-11-29T21:00:00Z' })
const past = item('past', { day_on: DAY, starts: '2026-11-29T14:00:00Z', ends: '2026-11-29T15:00:00Z' })
const open = item('open', { day_on: DAY, local: '2026-11-29T09:00' })
const monday = item('monday', { day_on: '2026-11-30' })
const poster = item('poster', { kind: 'poster', day_on: DAY, board: '0112', track: 'Liver', room: 'Hall' })

describe('the days', () => {
  it('are those of sessions, in order', () => {
    expect(daysOf(itemsOf(monday, on, poster))).toEqual([DAY, '2026-11-30'])
  })

  it('show their items by time, posters apart', () => {
    expect(ofDay(itemsOf(late, poster, on, monday, past), DAY).map((one) => one.id)).toEqual(['past', 'on', 'late'])
  })
})

describe('now and next', () => {
  it('parts the day, and what has no instant stays under later', () => {
    const parts = nowAndNext([past, open, on, soon, late], NOW)
    const ids = Object.fromEntries(Object.entries(parts).map(([name, all]) => [name, all.map((one) => one.id)]))
    expect(ids).toEqual({ now: ['on'], next: ['soon'], later: ['open', 'late'], past: ['past'] })
  })

  it('names nothing next when the next item is hours away', () => {
    expect(nowAndNext([late], NOW).next).toEqual([])
  })

  it('puts what matters most first, the rest by time and room', () => {
    const early = { ...on, id: 'early', starts: '2026-11-29T16:00:00Z' }
    const [must, should] = ['must', 'should'].map((id) => ({ ...on, id, room: 'Z9' }))
    const [other, wanted] = [{ ...soon, id: 'other', room: 'A1' }, { ...soon, id: 'wanted', room: 'B2' }]
    const rank = ({ id }: { id: string }) => ['must', 'should', 'wanted'].indexOf(id) + 1 || 9
    const parts = nowAndNext([early, on, ...[should, must].filter((one) => one !== undefined), other, wanted], NOW, rank)
    expect([parts.now, parts.next].map((all) => all.map(({ id }) => id))).toEqual([
      ['must', 'should', 'early', 'on'],
      ['wanted', 'other'],
    ])
  })

  it('leaves a cancelled item out of now', () => {
    expect(nowAndNext([{ ...on, status: 'cancelled' }], NOW).now).toEqual([])
  })
})

it('puts what has no hour last, and a session before its talks', () => {
  const talk = item('a talk', { ...late, id: 'talk', title: 'A', parent: 'late' })
  const all = itemsOf(item('no hour', { day_on: DAY }), talk, late, past)
  expect(ofDay(all, DAY).map((one) => one.id)).toEqual(['past', 'late', 'talk', 'no hour'])
})

describe('posters', () => {
  it('stand in board order: letters, number, text', () => {
    const boards = ['LBA 10', '0112', 'LBA 9', '0002', '112a']
    const all = itemsOf(...boards.map((board) => item(board, { kind: 'poster', board })))
    expect(postersOf(all).map((one) => one.board)).toEqual(['0002', '0112', '112a', 'LBA 9', 'LBA 10'])
  })

  it('say their board', () => {
    expect([titleOf(poster), placeOf(poster)]).toEqual(['Poster 0112: poster', 'Hall · board 0112 · Liver'])
  })
})

describe('people of an item', () => {
  const people = peopleOf(['a', 'Ana Lima'], ['b', 'Bo Sato'], ['c', 'Cy Dane'], ['d', 'Di Egli'])

  it.each([
    [['a'], 'Ana Lima'],
    [['a', 'b', 'c'], 'Ana Lima, Bo Sato, Cy Dane'],
    [['a', 'b', 'c', 'd'], 'Ana Lima, Bo Sato and 2 more'],
    [['gone'], ''],
  ])('%s', (ids, words) => {
    expect(namesOf(item('x', { people: ids }), people)).toBe(words)
  })

  it('lead to their items by time', () => {
    const all = itemsOf({ ...late, people: ['a'] }, { ...on, people: ['a', 'b'] }, soon)
    expect(itemsOfPerson(all, 'a').map((one) => one.id)).toEqual(['on', 'late'])
  })
})
