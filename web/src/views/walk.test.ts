import { describe, expect, it } from 'vitest'
import type { Item } from '../store/agenda'
import { itemTarget, type Planned } from './plan'
import { byId, item, itemsOf, target } from './testing'
import { seenAt, walk } from './walk'

const poster = (id: string, board: string, values: Partial<Item> = {}): Item => item(id, { kind: 'poster', board, day_on: '2026-11-29', room: 'Hall A', ...values })
const flagged = (one: Item): Planned => ({ item: one, tier: 'should', person: null })

describe('the poster walk', () => {
  it('goes by day, then session, then board; talks are not on it', () => {
    const session = item('s', { title: 'Poster session 1', starts: '2026-11-29T17:00:00Z', ends: '2026-11-29T18:00:00Z', room: 'Hall A' })
    const all = [
      poster('late', '0009', { day_on: '2026-11-30' }),
      poster('b', 'P-12', { parent: 's' }),
      poster('a', 'P-2', { parent: 's' }),
      poster('hung', '0112'),
      poster('gone', '0001', { status: 'cancelled' }),
      item('talk', { day_on: '2026-11-29' }),
    ]
    const legs = walk(all.map(flagged), itemsOf(session, ...all))
    expect(legs.map(({ day, session: name, room, posters }) => [day, name, room, posters.map((one) => one.item.id)])).toEqual([
      ['2026-11-29', 'Poster session 1', 'Hall A', ['a', 'b']],
      ['2026-11-29', null, 'Hall A', ['hung']],
      ['2026-11-30', null, 'Hall A', ['late']],
    ])
  })

  it('knows what was seen', () => {
    const seen = target(itemTarget('a'), { item: 'a', tier: 'must', met_at: '2026-11-29T17:10:00Z' })
    expect([seenAt('a', byId(seen)), seenAt('b', byId(seen))]).toEqual(['2026-11-29T17:10:00Z', null])
  })
})
