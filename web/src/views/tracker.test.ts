/** The tracker's cells, its order and its file, as the server makes them too. */
import { describe, expect, it } from 'vitest'
import shared from '../../../tests/samples/tracker.json'
import { filled } from '../store/blank'
import { contact } from './testing'
import { COLUMNS, lineOf, sorted } from './tracker'
import { csvOf, dated, guarded, joined, tidy } from './tracker_csv'

describe('what the server makes alike', () => {
  it('has the same columns', () => expect([...COLUMNS]).toEqual(shared.columns))
  it.each(shared.cells)('keeps %j from being a formula', ({ text, cell }) => expect(guarded(tidy(text))).toBe(cell))
  it.each(shared.dated)('says a day and words %j', ({ day, words, cell }) => expect(dated(day, words)).toBe(cell))
  it.each(shared.joined)('puts values in one cell %j', ({ values, cell }) => expect(joined(values)).toBe(cell))
  it('writes the same file', () => expect(csvOf(shared.columns.slice(0, 2), [['=1+1', 'Ada "the" B\nline']])).toBe(shared.csv))
})

const outreach = (id: string, values: Record<string, unknown>) => ({ ...filled('outreach', values), id })

it('tells of one person in one line', () => {
  const line = lineOf({
    contact: contact('c1', { name: 'Wanda  Quill', role: 'Fellow', emails: ['w@example.org', 'wq@example.org'], met_on: '2026-11-29' }),
    notes: [{ ...filled('note', { bullets: 'works on nodules' }), id: 'n1' }],
    outreach: [
      outreach('b', { direction: 'in', sent_at: '2026-12-02T01:00:00Z', text: 'Come by' }),
      outreach('a', { direction: 'out', sent_at: '2026-12-01T15:00:00Z' }),
      outreach('d', { direction: 'out', sent_at: null }),
    ],
    where: 'Hall B',
    zone: 'America/Chicago',
    next: { day: '2026-12-05', words: 'Send my CV', mine: true },
  })
  expect(line.cells).toEqual([
    'Wanda Quill', 'Fellow', '', 'w@example.org\nwq@example.org', '', '2026-12-01', '2026-12-01: Come by', '2026-12-05: Send my CV',
    '', '', '', '2026-11-29', 'Hall B', 'works on nodules', 'me', 'c1',
  ])
})

it('sorts both ways, and who says nothing stands last', () => {
  const lines = [['Bea', 'Chair'], ['ada', ''], ['Cy', 'Fellow']].map((cells, at) => ({ id: `${at}`, cells }))
  const names = (column: number, down: boolean) => sorted(lines, { column, down }).map((line) => line.cells[0])
  expect(names(0, false)).toEqual(['ada', 'Bea', 'Cy'])
  expect(names(1, false)).toEqual(['Bea', 'Cy', 'ada'])
  expect(names(1, true)).toEqual(['Cy', 'Bea', 'ada'])
})
