import { expect, it } from 'vitest'
import { guessPlace, placesNear, placeWords } from './places'
import { item, itemsOf } from './testing'

const NOW = new Date('2026-11-29T16:40:00Z')
const ON = { starts: '2026-11-29T16:30:00Z', ends: '2026-11-29T17:00:00Z' }
const items = itemsOf(
  item('session', { ...ON, room: 'E351' }),
  item('talk', { ...ON, room: 'E351', parent: 'session' }),
  item('other', { ...ON, room: 'S402' }),
  item('flagged', { ...ON, room: 'S404' }),
  item('poster', { ...ON, kind: 'poster', room: 'Hall', board: '0112' }),
  item('flagged poster', { ...ON, kind: 'poster', board: '0113' }),
  item('cancelled', { ...ON, room: 'E351', status: 'cancelled' }),
  item('over', { starts: '2026-11-29T15:00:00Z', ends: '2026-11-29T16:00:00Z', room: 'E351' }),
)

it.each([
  ['E351', ['talk', 'session', 'flagged poster', 'flagged', 'other']],
  [null, ['flagged poster', 'flagged', 'talk', 'session', 'other']],
])('in room %s the places are %j', (room, expected) => {
  expect(placesNear(items, new Set(['flagged', 'flagged poster']), room, NOW).map(({ id }) => id)).toEqual(expected)
})

it('a place is said with its room, a poster with its board', () => {
  const all = ['talk', 'poster', 'flagged poster'].map((id) => placeWords(items.get(id) ?? item('none')))
  expect(all).toEqual(['E351, talk', 'Hall, Poster 0112: poster', 'Poster 0113: flagged poster'])
})

const OPENED = NOW.getTime() - 60_000
const HOUR = 3_600_000

it.each<[string, { opened?: string; openedAt?: number; room?: string; flagged?: string[]; isDoubled?: boolean; found: string | null }]>([
  ['the page last opened, over what is flagged', { opened: 'other', flagged: ['flagged'], room: 'E351', found: 'other' }],
  ['a talk that has just ended, whose speaker one talks to', { opened: 'just over', flagged: ['flagged'], found: 'just over' }],
  ['a page opened days before, not on now: what is flagged', { opened: 'over', flagged: ['flagged'], found: 'flagged' }],
  ['a cancelled page counts for nothing', { opened: 'cancelled', found: null }],
  ['a poster without a time, opened a minute ago', { opened: 'board', found: 'board' }],
  ['a poster without a time, opened an hour ago', { opened: 'board', openedAt: NOW.getTime() - HOUR, found: null }],
  ['a flagged talk, over flagged posters', { flagged: ['flagged poster', 'flagged'], found: 'flagged' }],
  ['of two flagged talks the one in the room last opened', { flagged: ['flagged', 'other'], room: 'S402', found: 'other' }],
  ['the one flagged poster', { flagged: ['flagged poster'], found: 'flagged poster' }],
  ['of two flagged posters neither', { flagged: ['flagged poster', 'poster'], found: null }],
  ['the talk of the session on in the room last opened', { room: 'E351', found: 'talk' }],
  ['nothing where two are on in that room', { room: 'E351', isDoubled: true, found: null }],
  ['nothing known: the hallway', { found: null }],
])('guessed: %s', (_name, { opened, openedAt = OPENED, room = null, flagged = [], isDoubled = false, found }) => {
  const more = itemsOf(
    item('just over', { starts: '2026-11-29T16:00:00Z', ends: '2026-11-29T16:30:00Z' }),
    item('second talk', { ...ON, room: 'E351', parent: 'session' }),
    item('board', { kind: 'poster', starts: null, ends: null, board: '0200' }),
  )
  const all = new Map([...items, ...[...more].filter(([id]) => id !== 'second talk' || isDoubled)])
  const signs = { opened: opened ? { item: opened, at: openedAt } : null, room, flagged: new Set(flagged) }
  expect(guessPlace(all, signs, NOW)?.id ?? null).toBe(found)
})
