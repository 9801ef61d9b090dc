import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { around, fold, marked, wordsOf } from './search'

const shown = (text: string, query: string) =>
  marked(text, wordsOf(query)).map(({ text: piece, hit }) => (hit ? `[${piece}]` : piece)).join('')

describe('folding', () => {
  it.each([
    ['Ångström ÉCOLE ﬁn', 'angstrom ecole fin'],
    ['Residents’ hour', "residents' hour"],
    ['Y‑90 – dose', 'y-90 - dose'],
    ['plain ASCII', 'plain ascii'],
  ])('%s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })
})

describe('the words of a query', () => {
  it.each([
    ['  Liver  DOSE ', ['liver', 'dose']],
    ['liver liver', ['liver']],
    ['   ', []],
    ['a b c d e f g h i j', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
  ])('%s', (query, words) => {
    expect(wordsOf(query)).toEqual(words)
  })
})

describe('what is marked', () => {
  it.each([
    ['Núria González', 'gonz', 'Núria [Gonz]ález'],
    ['Núria González', 'alez nur', '[Núr]ia Gonz[ález]'],
    ['Nu\u0301ria', 'nur', '[Nu\u0301r]ia'],
    ['the ﬁnal dose', 'fin', 'the [ﬁn]al dose'],
    ['radioembolization', 'embol radio', '[radioembol]ization'],
    ['banana', 'ana', 'b[ana]na'],
    ['Dose planning', 'liver', 'Dose planning'],
    ['Dose planning', '', 'Dose planning'],
    ['', 'dose', ''],
  ])('%s by "%s"', (text, query, pieces) => {
    expect(shown(text, query)).toBe(pieces)
  })

  it('loses nothing of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 12 }), (text, query) => {
        expect(marked(text, wordsOf(query)).map((piece) => piece.text).join('')).toBe(text)
      }),
    )
  })
})

describe('the part of an abstract around a hit', () => {
  const long = 'We treated forty patients with small tumors. Radioembolization was done once. Follow-up took two years in all.'

  it.each([
    ['radioembolization', '… with small tumors. Radioembolization was done once. …'],
    ['forty', 'We treated forty patients with small …'],
    ['all.', '… took two years in all.'],
  ])('%s', (query, part) => {
    expect(around(long, wordsOf(query), 20)).toBe(part)
  })

  it('is null where nothing stands', () => {
    expect(around(long, ['nowhere'])).toBeNull()
  })
})
