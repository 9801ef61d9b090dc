import { expect, it } from 'vitest'
import { foundWords, morePeopleWords, personWords } from './found_words'

it.each([
  [0, false, 0, 'Looking.', 'Looking.'],
  [0, true, 0, 'Nothing found', 'No items found'],
  [1, false, 1, '1 found', '1 item found'],
  [2, true, 2, '2 found', '2 items found'],
  [1204, true, 400, '1,204 found; the first 400 are shown', '1,204 items found; the first 400 are shown'],
])('%i items, complete %s, %i of them shown', (total, complete, shown, alone, below) => {
  expect([foundWords({ total, complete }, shown, false), foundWords({ total, complete }, shown, true)]).toEqual([alone, below])
})

it('counts people', () => {
  expect([personWords(1), personWords(12), morePeopleWords(0), morePeopleWords(1201)]).toEqual([
    '1 person', '12 people', '', '1,201 more; type more of the name.',
  ])
})
