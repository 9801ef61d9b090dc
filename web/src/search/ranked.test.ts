import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../views/fold'
import { wordsOf } from '../views/search'
import { item, peopleOf } from '../views/testing'
import { addAbstracts, corpusOf, plain } from './corpus'
import { far, search, searchSegment } from './ranked'

const people = peopleOf(['g', 'Núria González', 'Lakefront University'], ['o', 'Maren Oduya', 'Harbor Hospital'])
const items = [
  item('dose', { title: 'Dose planning', track: 'Liver', board: '0112', people: ['g'] }),
  item('biopsy', { title: 'Liver biopsy' }),
  item('y90', { title: 'Y-90 radioembolization', room: 'E351', number: 'P-7', people: ['o', 'g'], starts: '2026-11-29T10:00:00Z' }),
  item('oliver', { title: 'What Oliver saw', starts: '2026-11-29T09:00:00Z' }),
]
const corpus = corpusOf(items, people)
addAbstracts(corpus, [
  ['biopsy', '<p>Forty patients &amp; two <em>needles</em>.</p><p>Harbor</p>'],
  ['gone', '<p>needles</p>'],
])

function found(query: string, passes: ((id: string) => boolean) | null = null): string[] {
  const under = search(corpus, query, passes && ((one) => passes(one.id)))
  const near = [...under.near]
  for (const segment of corpus.segments) searchSegment(under, segment)
  return [...near, ...far(under).map((place) => place + 1000)].map((place) => (corpus.items[place % 1000]?.id ?? '') + (place >= 1000 ? '*' : ''))
}

describe('a search', () => {
  it.each([
    ['gonzalez', ['y90', 'dose']],
    ['GONZÁLEZ', ['y90', 'dose']],
    ['0112', ['dose']],
    ['p-7', ['y90']],
    ['y-90', ['y90']],
    ['liver', ['biopsy', 'oliver', 'dose']],
    ['liver lakefront', ['dose']],
    ['e351 oduya', ['y90']],
    ['embol', ['y90']],
    ['harbor', ['y90', 'biopsy*']],
    ['needles', ['biopsy*']],
    ['patients & two', ['biopsy*']],
    ['liver needles', ['biopsy*']],
    ['nothing', []],
    ['   ', []],
  ])('for "%s" finds %j, a star for those that only the abstract names', (query, ids) => {
    expect(found(query)).toEqual(ids)
  })

  it('keeps to the filter', () => {
    expect([found('liver', (id) => id !== 'biopsy'), found('needles', () => false)]).toEqual([['oliver', 'dose'], []])
  })

  it('finds what plainly looking at each item finds', () => {
    const word = fc.constantFrom('dose', 'liver', 'a', 'ab', 'b a', 'Á', 'c-1', '')
    const titles = fc.array(fc.array(word, { maxLength: 4 }).map((words) => words.join(' ')), { maxLength: 12 })
    fc.assert(
      fc.property(titles, fc.array(word, { minLength: 1, maxLength: 3 }), (all, asked) => {
        const made = all.map((title, place) => item(String(place), { title }))
        const own = corpusOf(made, new Map())
        const words = wordsOf(asked.join(' '))
        const expected = made.filter(({ title }) => words.length > 0 && words.every((one) => fold(title).includes(one)))
        const ids = search(own, asked.join(' '), null).near.map((place) => own.items[place]?.id)
        expect(ids.sort()).toEqual(expected.map((one) => one.id).sort())
      }),
    )
  })

  it('reads clean HTML as words', () => {
    expect(plain('<p>Dose &lt; 2&nbsp;Gy</p><ul><li>one</li><li>R&amp;D</li></ul>')).toBe('Dose < 2 Gy one R&D')
  })
})
