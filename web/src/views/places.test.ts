import { expect, it } from 'vitest'
import { placesNear, placeWords } from './places'
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
