import { expect, it } from 'vitest'
import { bestMeeting, meetingsOf } from './meetings'
import { item } from './testing'

const NOW = new Date('2026-11-29T16:42:00Z')
const over = item('over', { starts: '2026-11-29T15:00:00Z', ends: '2026-11-29T15:30:00Z' })
const on = item('on', { starts: '2026-11-29T16:30:00Z', ends: '2026-11-29T17:00:00Z' })
const off = item('off', { starts: '2026-11-29T17:00:00Z', status: 'cancelled' })
const soon = item('soon', { starts: '2026-11-29T18:00:00Z' })
const board = item('board', { kind: 'poster' })
const offBoard = item('off-board', { kind: 'poster', status: 'cancelled' })

it.each([
  [[over, on, off, soon, board], 'on', ['off', 'soon', 'board'], ['over'], 'on'],
  [[over, off, soon], 'soon', ['off'], ['over'], 'soon'],
  [[off, offBoard, board], undefined, ['off', 'off-board', 'board'], [], 'board'],
  [[over, off], undefined, ['off'], ['over'], undefined],
  [[], undefined, [], [], undefined],
])('of %j the next is %s', (theirs, next, rest, past, best) => {
  const ids = (all: { id: string }[]) => all.map(({ id }) => id)
  const found = meetingsOf(theirs, NOW)
  expect([found.next?.id, ids(found.rest), ids(found.over), bestMeeting(found)?.id]).toEqual([next, rest, past, best])
})
