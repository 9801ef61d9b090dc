import { describe, expect, test } from 'vitest'
import { CHOICES, checkWords, faultsAt, fieldWords, needsLook, ownChoices, picked, picksOf, sheetsWords, shownField, summary, surenessOf, type Check, type Column, type Table } from './columns'

const column = (values: Partial<Column> = {}): Column => ({ column: 'Hall', header: 'Hall', field: 'room', proposed: 'room', score: 100, chosen: false, samples: [], ...values })
const check = (values: Partial<Check> = {}): Check => ({ field: 'start', unreadable: 0, empty: 0, places: [], ...values })
const table = (values: Partial<Table> = {}): Table => ({ table: 'a1', sheets: [], grid: false, rows: 3, remembered: false, columns: [column()], checks: [], ...values })

describe('the words of a field', () => {
  test.each([
    ['', 'Not used'],
    ['start', 'Starts'],
    ['presenter.first', 'Presenter first name'],
    ['presenter.2.last', 'Presenter 2 last name'],
    ['author.affiliation', 'Author institution'],
    ['mail', 'E-mail (never kept)'],
  ])('%s', (field, words) => expect(fieldWords(field)).toBe(words))

  test('no field is offered twice, and what a column was taken for is always among the choices', () => {
    const offered = CHOICES.flatMap((group) => group.fields.map(([field]) => field))
    expect(new Set(offered).size).toBe(offered.length)
    expect(ownChoices('presenter.2.last', 'presenter.2.last', 'room', '')).toEqual(['presenter.2.last'])
  })
})

describe('picks', () => {
  test('start as the server tells them; a grid has none', () => {
    const tables = [table({ columns: [column({ chosen: true, field: 'start' }), column({ column: 'Title' })] }), table({ table: '', grid: true, columns: [] })]
    expect(picksOf(tables)).toEqual({ a1: { Hall: 'start' } })
  })
  test('are put and taken back without touching others', () => {
    const one = picked({ b2: { x: 'room' } }, 'a1', 'Hall', 'start')
    expect(one).toEqual({ a1: { Hall: 'start' }, b2: { x: 'room' } })
    expect(picked(one, 'a1', 'Hall', null)).toEqual({ a1: {}, b2: { x: 'room' } })
  })
  test.each<[string, Column, string | undefined, string]>([
    ['a pick shows at once', column(), 'start', 'start'],
    ['without one, the answer of the server', column({ field: '' }), undefined, ''],
    ['taken back, the proposal until the server answers', column({ field: 'start', chosen: true }), undefined, 'room'],
  ])('%s', (_, one, pick, shown) => expect(shownField(one, pick)).toBe(shown))
})

test.each<[string, Column, string | undefined, boolean, string]>([
  ['a known header', column(), undefined, false, 'sure'],
  ['a header alike', column({ score: 94 }), undefined, false, 'check'],
  ['a header in nobody’s words', column({ field: '', proposed: '', score: 0 }), undefined, false, 'check'],
  ['a header that is known to be of no use', column({ field: '', proposed: '' }), undefined, false, 'unused'],
  ['one’s own', column(), 'start', false, 'own'],
  ['one’s own of last time', column({ field: 'start', chosen: true }), 'start', true, 'before'],
  ['changed since last time', column({ field: 'start', chosen: true }), 'end', true, 'own'],
  ['its place was given to another', column({ field: '' }), undefined, false, 'given'],
])('how sure: %s', (_, one, pick, remembered, sureness) => expect(surenessOf(one, pick, remembered)).toBe(sureness))

test.each<[number, boolean]>([
  [94, true],
  [95, false],
])('a score of %i asks for a look: %s', (score, look) => expect(needsLook([table({ columns: [column({ score })] })])).toBe(look))

describe('what the cells lack', () => {
  const places = [{ where: 'row 3', message: 'soon' }]
  test.each<[string, Check, ReturnType<typeof checkWords>]>([
    ['nothing', check(), []],
    ['one time', check({ unreadable: 1, places }), [{ words: '1 row has no readable time.', places: 'row 3: “soon”', grave: true }]],
    ['many dates', check({ field: 'day', unreadable: 1042, places }), [{ words: '1,042 rows have no readable date.', places: 'row 3: “soon”; and 1,041 more', grave: true }]],
    ['titles', check({ field: 'title', empty: 2, places: [{ where: 'row 4', message: '' }] }), [{ words: '2 rows have no title and are left out.', places: 'row 4; and 1 more', grave: true }]],
    ['empty times', check({ empty: 1 }), [{ words: '1 row has no time; the cell is empty.', places: '', grave: false }]],
    ['empty ends are nobody’s trouble', check({ field: 'end', empty: 9 }), []],
  ])('%s', (_, one, told) => expect(checkWords(one)).toEqual(told))

  test('is summed up in one line', () => {
    expect(summary([table({ checks: [check({ unreadable: 42 }), check({ field: 'day', empty: 3 })] })])).toBe('42 rows have no readable time.')
    expect(summary([table({ checks: [check({ field: 'day', empty: 3 })] })])).toBe('All that is filled in can be read.')
    expect(summary([table({ checks: [check()] })])).toBe('All dates, times and titles can be read.')
    expect(summary([table()])).toBe('')
  })
})

test.each([
  [[], ''],
  [['Monday'], 'Sheet Monday'],
  [['A', 'B', 'C', 'D', 'E'], 'Sheets A, B, C and 2 more'],
])('sheets %j', (sheets, words) => expect(sheetsWords(sheets)).toBe(words))

test('a fault stands at its column, whatever signs the header has', () => {
  const faults = [{ pointer: '/mapping/a1/Room~1~0Hall', detail: 'one' }, { pointer: '/mapping/a1', detail: 'two' }]
  expect(faultsAt(faults, 'a1', 'Room/~Hall')).toEqual(['one'])
  expect(faultsAt(faults, 'a1')).toEqual(['two'])
})
