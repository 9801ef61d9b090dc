import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settled } from '../store/agenda_rows'
import { fold } from '../views/fold'
import { wordsOf } from '../views/search'
import { item, peopleOf } from '../views/testing'
import { corpusOf } from './corpus'
import { MOST_PEOPLE, named } from './people'

const people = peopleOf(
  ['ada', 'Ada Lovelace'],
  ['king', 'Abel Lovelace-King'],
  ['li', 'Wei Li'],
  ['linda', 'Linda Ada Quill'],
  ['nuria', 'Núria González'],
  ['conor', 'Siân O’Connor'],
  ['idle', 'Adam Idle'],
  ['nobody', ''],
)
const items = [
  item('a', { people: ['linda', 'ada'], room: 'E351', starts: '2026-11-29T09:00:00Z' }),
  item('b', { people: ['king', 'nuria', 'gone'], starts: '2026-11-29T10:00:00Z' }),
  item('c', { people: ['linda', 'linda', 'li'], starts: '2026-11-29T11:00:00Z' }),
  item('d', { people: ['conor'], room: 'E351' }),
]
const { folk } = corpusOf(items, people)

function found(query: string, allowed: Uint8Array | null = null): string[] {
  return named(folk, wordsOf(query), allowed).parts.map(({ id }) => id)
}

describe('people', () => {
  it.each([
    ['lovelace', ['ada', 'king'], 'who comes earlier first'],
    ['love', ['ada', 'king'], 'each word as a beginning'],
    ['LOVE ad', ['ada'], 'all of the words, in any order'],
    ['king', ['king'], 'a word after a hyphen'],
    ['lovelace-k', ['king'], 'a word with its hyphen'],
    ['gonzalez', ['nuria'], 'without the accents'],
    ['GONZÁLEZ NÚ', ['nuria'], 'with them, in capitals'],
    ["o'con", ['conor'], 'a plain quote for a curved one'],
    ['connor', ['conor'], 'a word after a quote'],
    ['ada', ['linda', 'ada', 'idle'], 'whole words first, then who has more items, who has none last'],
    ['ada lovelace', ['ada'], 'a whole name'],
    ['lovelace ada', ['ada'], 'a whole name, the other way round'],
    ['li', ['li', 'linda'], 'a whole word before a beginning, though that has more items'],
    ['ovelace', [], 'nothing within a word'],
    ['ada nobody', [], 'nothing where one word is missing'],
    ['a', [], 'nothing for a letter'],
    [' Í ', [], 'nothing for a letter with an accent'],
    ['', [], 'nothing for nothing'],
    ['e351', [], 'nothing by a room'],
  ])('for "%s" are %j: %s', (query, ids) => {
    expect(found(query)).toEqual(ids)
  })

  it('come with their items by time, each once', () => {
    expect(named(folk, ['linda'], null)).toEqual({ parts: [{ id: 'linda', places: [0, 2] }], total: 1 })
  })

  it('with the whole name come before those with more', () => {
    const all = peopleOf(['more', 'Ana Lima Costa'], ['whole', 'Ana Lima'], ['begun', 'Ana Liman'])
    const own = corpusOf([item('a', { people: ['more'] }), item('b', { people: ['more', 'whole'] })], all).folk
    expect(named(own, ['lima', 'ana'], null).parts.map(({ id }) => id)).toEqual(['whole', 'more', 'begun'])
  })

  it('have a word whole wherever in the name it is that', () => {
    const own = corpusOf([], peopleOf(['begun', 'Abel Lind'], ['whole', 'Lina Li'])).folk
    expect(named(own, ['li'], null).parts.map(({ id }) => id)).toEqual(['whole', 'begun'])
  })

  it('are those with an item that passes the filter; someone without items passes none', () => {
    const inE351 = Uint8Array.from(corpusOf(items, people).items, ({ room }) => Number(room === 'E351'))
    expect([found('ada', inE351), found('lovelace', inE351), found('gonzalez', inE351)]).toEqual([['linda', 'ada'], ['ada'], []])
  })

  it('whom a hand made one stand there once, with the items of both', () => {
    const read = { people: new Map(people), merged: new Map([['king', 'ada']]) }
    const own = corpusOf(items, settled(read)).folk
    expect([named(own, ['lovelace'], null), named(own, ['king'], null).total]).toEqual([{ parts: [{ id: 'ada', places: [0, 1] }], total: 1 }, 0])
  })

  it('are bounded, and all are counted', () => {
    const letters = [...'ABCDEFGHIJKLMNO']
    const all = corpusOf([], peopleOf(...letters.map((one, at): [string, string] => [one, `${at < 2 ? 'Marlow' : 'Marlowe'} ${one}`]))).folk
    const { parts, total } = named(all, ['marlow'], null)
    expect([parts.map(({ id }) => id), total]).toEqual([letters.slice(0, MOST_PEOPLE), 15])
  })

  it('are those that plainly looking at each name finds', () => {
    const word = fc.constantFrom('ann', 'an', 'n', 'Án', 'li', 'lian-a', 'o’li', 'a')
    const names = fc.array(fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')), { maxLength: 12 })
    fc.assert(
      fc.property(names, fc.array(word, { minLength: 1, maxLength: 3 }), (all, asked) => {
        const words = wordsOf(asked.join(' '))
        const own = corpusOf([], peopleOf(...all.map((name, at): [string, string] => [`${at}`, name]))).folk
        const begins = (name: string, one: string) => new RegExp(`(^|[^a-z])${one}`).test(name)
        const expected = all.filter((name) => words.join('').length > 1 && words.every((one) => begins(fold(name), one)))
        expect(named(own, words, null).total).toBe(expected.length)
      }),
    )
  })
})
