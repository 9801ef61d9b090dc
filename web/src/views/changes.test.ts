import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change, What } from '../store/changes'
import { byItem, cardWords, changedFlagged, folded, sentencesOf, type FlagOf } from './changes'

const CHICAGO = 'America/Chicago'
const AT = '2026-11-21T20:05:00Z'

const WHATS: Record<string, What> = { starts: 'moved', ends: 'moved', day: 'moved', room: 'moved', title: 'retitled' }

function change(field: string, old: string, now: string, more: Partial<Change> = {}): Change {
  const status = now === 'cancelled' ? 'cancelled' : old === '' ? 'new' : 'restored'
  const what = field === 'status' ? status : (WHATS[field] ?? 'changed')
  return { version: 2, at: AT, item: 'talk', title: 'A quiet scanner', what, field, old, new: now, ...more }
}

const words = (...changes: Change[]) => byItem(changes, CHICAGO).map(({ what, lines }) => [what, ...lines.map((line) => line.replaceAll('\u00a0', ' '))])

describe('a change in words', () => {
  it.each([
    [[change('room', 'Room 104', 'Hall B')], ['moved', 'Room 104 → Hall B']],
    [[change('room', '', 'Hall B')], ['moved', 'no room → Hall B']],
    [[change('starts', '2026-11-30 09:00', '2026-11-30 11:30')], ['moved', 'Mon 09:00 → Mon 11:30']],
    [[change('starts', '2026-11-30 09:00', '2026-12-07 09:00')], ['moved', 'Mon 30 09:00 → Mon 7 09:00']],
    [[change('starts', '2026-11-30T15:00:00Z', '2026-12-01T04:30:00Z')], ['moved', 'Mon 09:00 → Mon 22:30']],
    [[change('starts', '', '2026-11-30 11:30')], ['moved', 'no time → Mon 11:30']],
    [[change('starts', '2026-11-30 09:00', '2026-11-30 11:30'), change('ends', '2026-11-30 10:00', '2026-11-30 12:30')], ['moved', 'Mon 09:00 → Mon 11:30']],
    [[change('ends', '2026-11-30 10:00', '')], ['moved', 'Ends 10:00 → open']],
    [[change('day', '2026-11-30', 'Thu')], ['moved', 'Mon 30 → Thu']],
    [[change('title', 'One', 'Two')], ['retitled', '“One” → “Two”']],
    [[change('board', '0012', '0044')], ['changed', 'Board 0012 → 0044']],
    [[change('kind', 'talk', 'poster')], ['changed', 'Kind talk → poster']],
    [[change('track', 'Liver', '')], ['changed', 'Track Liver → none']],
    [[change('abstract', '', '…')], ['changed', 'Abstract added']],
    [[change('abstract', '…', '…')], ['changed', 'Abstract changed']],
    [[change('subtitle', 'A part', '')], ['changed', 'Subtitle removed']],
    [[change('people', 'Ada Brook', 'Bo Sato; Chidi Lund')], ['changed', 'With Bo Sato, with Chidi Lund, without Ada Brook']],
    [[change('people', 'A; B; C', 'D')], ['changed', 'With D, without A, without B and 1 more']],
    [[change('people', 'A; B', 'B; A')], ['changed', 'Other people']],
    [[change('status', 'confirmed', 'cancelled'), change('room', 'A', 'B')], ['cancelled']],
    [[change('status', 'cancelled', 'confirmed'), change('room', 'A', 'B')], ['restored', 'A → B']],
    [[change('status', '', 'confirmed')], ['new']],
  ])('%j', (changes, expected) => {
    expect(words(...changes)).toEqual([expected])
  })

  it('is one of an item in each version', () => {
    const two = [change('room', 'B', 'C', { version: 3 }), change('title', 'One', 'Two', { version: 3 }), change('room', 'A', 'B')]
    expect(words(...two)).toEqual([['moved', 'B → C', '“One” → “Two”'], ['moved', 'A → B']])
  })

  it('is counted as a sentence', () => {
    expect([cardWords(1), cardWords(2)]).toEqual(['1 thing you flagged changed', '2 things you flagged changed'])
  })
})

describe('several changes of a field', () => {
  it.each([
    [[change('room', 'A', 'B'), change('room', 'B', 'C', { version: 3 })], ['moved', 'A → C']],
    [[change('room', 'A', 'B'), change('room', 'B', 'A', { version: 3 })], null],
    [[change('status', 'confirmed', 'cancelled'), change('status', 'cancelled', 'confirmed', { version: 3 })], null],
    [[change('status', '', 'confirmed'), change('status', 'confirmed', 'cancelled', { version: 3 })], ['cancelled']],
    [[change('status', '', 'confirmed'), change('room', 'A', 'B', { version: 3 })], ['new']],
    [[change('abstract', '…', '…'), change('abstract', '…', '…', { version: 3 })], ['changed', 'Abstract changed']],
  ])('are one: %j', (oldestFirst, expected) => {
    expect(words(...folded([...oldestFirst].reverse()))).toEqual(expected ? [expected] : [])
  })

  it('are the difference between the first and the last state', () => {
    const step = fc.record({ item: fc.constantFrom('a', 'b'), field: fc.constantFrom('room', 'title'), now: fc.constantFrom('x', 'y', 'z') })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const state = new Map<string, string>()
        const changes = steps.flatMap(({ item, field, now }, place) => {
          const old = state.get(item + field) ?? 'x'
          state.set(item + field, now)
          return old === now ? [] : [change(field, old, now, { item, version: place + 2 })]
        })
        const found = folded(changes.reverse()).map((one) => [one.item + one.field, one.old, one.new])
        const expected = [...state].filter(([, now]) => now !== 'x').map(([key, now]) => [key, 'x', now])
        expect(found.sort()).toEqual(expected.sort())
      }),
    )
  })
})

describe('the card', () => {
  const flags: Record<string, ReturnType<FlagOf>> = {
    talk: { person: false, since: '2026-11-20T08:00:00Z' },
    theirs: { person: true, since: null },
    late: { person: false, since: '2026-11-22T08:00:00Z' },
  }
  const card = (seen: number, ...changes: Change[]) =>
    changedFlagged(changes, seen, (item) => flags[item] ?? null, CHICAGO).map(({ item, what, lines }) => [item, what, ...lines])

  it.each([
    ['a flagged item that moved', change('room', 'A', 'B'), ['talk', 'moved', 'A → B']],
    ['one that was cancelled', change('status', 'confirmed', 'cancelled'), ['talk', 'cancelled']],
    ['one that takes place again', change('status', 'cancelled', 'confirmed'), ['talk', 'restored']],
    ['one with a new title', change('title', 'One', 'Two'), ['talk', 'retitled', '“One” → “Two”']],
    ['one at another board', change('board', '12', '44'), ['talk', 'changed', 'Board 12 → 44']],
    ['a new item of a flagged person', change('status', '', 'confirmed', { item: 'theirs' }), ['theirs', 'new']],
    ['no new abstract', change('abstract', '', '…'), null],
    ['nothing that is not flagged', change('room', 'A', 'B', { item: 'other' }), null],
    ['nothing from before the flag', change('room', 'A', 'B', { item: 'late' }), null],
    ['nothing that was seen', change('room', 'A', 'B', { version: 1 }), null],
  ])('shows %s', (_name, one, expected) => {
    expect(card(1, one)).toEqual(expected ? [expected] : [])
  })

  it('shows an item once, with all that was not seen of it', () => {
    const all = [change('room', 'B', 'C', { version: 4 }), change('title', 'One', 'Two', { version: 3 }), change('room', 'A', 'B')]
    expect(card(1, ...all)).toEqual([['talk', 'moved', 'A → C', '“One” → “Two”']])
    expect(card(3, ...all)).toEqual([['talk', 'moved', 'B → C']])
    expect(card(4, ...all)).toEqual([])
  })
})

it.each([
  [[change('starts', '2026-11-30 09:00', '2026-11-30 11:30')], ['Moved from 09:00.']],
  [[change('starts', '2026-11-21 09:00', '2026-11-30 11:30'), change('room', 'Hall 1', 'Hall 2')], ['Moved from 09:00 on Saturday 21 November.', 'Was in Hall 1.']],
  [[change('title', 'One', 'Two'), change('status', 'cancelled', 'confirmed')], ['Was called “One”.', 'Was cancelled, and takes place again.']],
  [[change('room', '', 'Hall 2'), change('starts', '', '2026-11-30 09:00')], []],
  [[change('room', 'Hall 1', 'Hall 2', { item: 'other' })], []],
])('the page of an item says what it was: %j', (changes, expected) => {
  expect(sentencesOf(changes, 'talk', '2026-11-30', CHICAGO)).toEqual(expected)
})
