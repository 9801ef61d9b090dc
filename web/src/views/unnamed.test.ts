/** Which readings wait for a name, which are one badge, and whose badge it is. */
import { expect, test } from 'vitest'
import { scan } from './testing'
import { codesOf } from './unnamed'

const idIn = (raw: string) => /id=(\w+)/.exec(raw)?.[1] ?? null

const at = (day: number) => `2026-12-0${day}T10:00:00Z`

test.each([
  ['two codes, the last on top', [scan('a', { raw: 'x', captured_at: at(1) }), scan('b', { raw: 'y', captured_at: at(2) })], [[['b'], null], [['a'], null]]],
  ['one badge read twice', [scan('b', { raw: 'x', captured_at: at(2) }), scan('a', { raw: 'x', captured_at: at(1) })], [[['a', 'b'], null]]],
  ['one number in two codes of a conference', [scan('a', { raw: 'x id=7', conference: 'sir' }), scan('b', { raw: 'y id=7', conference: 'sir' })], [[['a', 'b'], null]]],
  ['one number at two conferences', [scan('a', { raw: 'x id=7', conference: 'sir' }), scan('b', { raw: 'y id=7', conference: 'rsna' })], [[['a'], null], [['b'], null]]],
  ['a badge that has a name by now', [scan('a', { raw: 'x' }), scan('b', { raw: 'x', contact: 'maren' })], [[['a'], 'maren']]],
  ['a number that has a name by now', [scan('a', { raw: 'x id=7', conference: 'sir' }), scan('b', { raw: 'y id=7', conference: 'sir', contact: 'maren' })], [[['a'], 'maren']]],
  ['a photo, which is no code', [scan('a', { photo: 'sha' })], []],
] as const)('%s', (_what, scans, expected) => {
  expect(codesOf([...scans], idIn).map((code) => [code.scans.map(({ id }) => id), code.owner])).toEqual(expected)
})
