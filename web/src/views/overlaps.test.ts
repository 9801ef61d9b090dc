import { describe, expect, it } from 'vitest'
import { overlapsOf } from './overlaps'
import { item } from './testing'
import type { Item } from '../store/agenda'

const at = (id: string, from: string, to: string, values: Partial<Item> = {}) =>
  item(id, { starts: `2026-11-29T${from}:00Z`, ends: `2026-11-29T${to}:00Z`, ...values })

const ids = (...flagged: Item[]) => Object.fromEntries([...overlapsOf(flagged)].map(([id, others]) => [id, others.map((one) => one.id)]))

describe('flagged items that overlap', () => {
  it.each<[string, Item[], Record<string, string[]>]>([
    ['one after the other', [at('a', '10:00', '11:00'), at('b', '11:00', '12:00')], {}],
    ['by a minute', [at('b', '10:59', '12:00'), at('a', '10:00', '11:00')], { a: ['b'], b: ['a'] }],
    [
      'three in one hour',
      [at('a', '10:00', '11:00'), at('b', '10:10', '10:20'), at('c', '10:30', '10:40')],
      { a: ['b', 'c'], b: ['a'], c: ['a'] },
    ],
    ['a poster hangs', [at('a', '10:00', '11:00'), at('p', '10:00', '11:00', { kind: 'poster' })], {}],
    ['cancelled', [at('a', '10:00', '11:00'), at('b', '10:00', '11:00', { status: 'cancelled' })], {}],
    ['all day', [at('a', '10:00', '11:00'), at('b', '00:00', '23:59')], {}],
    ['a talk in its session', [at('s', '10:00', '11:00'), at('t', '10:20', '10:40', { parent: 's' })], {}],
    ['the time of the session', [at('t', '10:00', '11:00', { parent: 's' }), at('u', '10:00', '11:00', { parent: 's' })], {}],
    [
      'two talks of one session that do overlap',
      [at('t', '10:00', '10:30', { parent: 's' }), at('u', '10:20', '11:00', { parent: 's' })],
      { t: ['u'], u: ['t'] },
    ],
    ['no end', [at('a', '10:00', '11:00'), item('b', { starts: '2026-11-29T10:30:00Z' })], {}],
  ])('%s', (_name, flagged, found) => {
    expect(ids(...flagged)).toEqual(found)
  })
})
