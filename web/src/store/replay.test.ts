import { describe, expect, it } from 'vitest'
import { filled } from './blank'
import { replay, unsettled } from './replay'
import type { Entry, ServerRow } from './wire'

const dates = { created_at: null, changed_at: null, at: null }
const row: ServerRow = { kind: 'note', id: 'r', rev: 4, deleted: false, body: { bullets: 'one two', place: null }, alts: [], ...dates }
const entry = (n: number, action: Partial<Entry>): Entry => ({ id: `m${n}`, n, kind: 'note', row: 'r', base: 4, at: '', sent: false, ...action })

describe('a row with waiting mutations over it', () => {
  it('shows Text, Value and Set as they will be', () => {
    const entries = [
      entry(1, { set: { bullets: { from: 'one', to: 'one three' }, place: 'Hall B' } }),
      entry(2, { set: { place: 'Hall C' } }),
    ]
    expect(replay('note', row, entries)).toEqual({
      live: true,
      known: true,
      values: filled('note', { bullets: 'one two\nthree', place: 'Hall C' }),
    })
    const tagged = { ...row, kind: 'contact', body: { tags: ['CT', 'MR'] } }
    const tagging = [entry(1, { kind: 'contact', set: { tags: { add: ['US'], remove: ['CT', 'XR'] } } })]
    expect(replay('contact', tagged, tagging).values).toEqual(filled('contact', { tags: ['MR', 'US'] }))
  })

  it('is gone after a delete and back after any edit', () => {
    expect(replay('note', row, [entry(1, { delete: true })]).live).toBe(false)
    expect(replay('note', row, [entry(1, { delete: true }), entry(2, { set: {} })]).live).toBe(true)
    expect(replay('note', { ...row, deleted: true }, [])).toMatchObject({ live: false, known: true })
    expect(replay('note', undefined, [])).toMatchObject({ live: false, known: false })
  })

  it('bears a change of a shape it does not know', () => {
    expect(replay('note', row, [entry(1, { set: { bullets: 'broken' } })]).values).toEqual(filled('note', row.body))
  })

  it('keeps fields that only a newer app knows', () => {
    const newer = { ...row, body: { mood: 'good' } }
    expect(replay('note', newer, [entry(1, { set: { place: 'A' } })]).values).toEqual({
      ...filled('note', { place: 'A' }),
      mood: 'good',
    })
  })
})

it('does not show an alt that was settled here', () => {
  const alts = [12, 13].map((rev) => ({ field: 'place', value: `${rev}`, rev, device: 'laptop', at: null }))
  expect(unsettled({ ...row, alts }, [entry(1, { settle: { place: [12] } })])).toEqual([alts[1]])
})
