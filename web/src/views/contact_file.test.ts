import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cardsOf, MOST_CARDS, MOST_LINE, NoContactFile, Reader, textOf, type Preview } from './contact_file'
import { byId, contact } from './testing'

const card = (...lines: string[]) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n')
const MAREN = card('FN:Maren Oduya', 'ORG:Lakefront University', 'TITLE:Program Director', 'EMAIL:maren@lakefront.example', 'TEL:+1 303 555 0142')
const TOMAS = card('FN:Tomas Brandvold', 'ORG:Fjord Hospital')

function preview(text: string, known: Parameters<typeof contact>[1][] = []): Preview {
  const reader = new Reader('friends.vcf', byId(...known.map((values, at) => contact(`c${at}`, values))))
  for (const one of cardsOf(text)) reader.take(one)
  return reader.preview
}

describe('the cards of a file', () => {
  it.each([
    ['two after each other', MAREN + TOMAS, 2],
    ['with blank lines and words between', `\ufeff\r\n\r\n${MAREN}\r\nexported today\r\n\r\n${TOMAS}`, 2],
    ['lone CR', MAREN.replaceAll('\r\n', '\r'), 1],
    ['lower case, without an end', 'begin:vcard\nFN:A\nBEGIN:VCARD\nFN:B', 2],
  ])('%s', (_, text, count) => {
    expect(cardsOf(text.replace('\ufeff', ''))).toHaveLength(count)
  })

  it('come without pictures, so that what follows one is read', () => {
    const picture = ['PHOTO;ENCODING=b;TYPE=JPEG:' + 'A'.repeat(200_000), ...Array.from({ length: 900 }, () => ' ' + 'B'.repeat(74)), 'item1.LOGO:x', ' y']
    const [only] = preview(card('FN:Maren Oduya', ...picture, 'EMAIL:maren@lakefront.example')).found
    expect(only?.values.emails).toEqual(['maren@lakefront.example'])
  })

  it('of the old form come without pictures that are not folded', () => {
    const [only] = preview(card('FN:Maren Oduya', 'PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ', 'QUFBQUFBQUFBQUFBQUFBQUFBQQ==', '', 'EMAIL:maren@lakefront.example')).found
    expect(only?.values.emails).toEqual(['maren@lakefront.example'])
  })

  it.each([
    ['no card', 'Name,E-mail\nMaren,maren@lakefront.example', 'There is no contact card in this file. Choose one that ends in .vcf.'],
    ['an endless line', card('FN:A') + card(`NOTE:${'x'.repeat(MOST_LINE)}`), 'Line 7 is longer than 100,000 characters, so this file cannot be read.'],
    ['too many people', 'BEGIN:VCARD\n'.repeat(MOST_CARDS + 2), 'This file holds more than 50,000 people. Export fewer at a time.'],
  ])('are refused with the place for %s', (_, text, words) => {
    expect(() => cardsOf(text)).toThrow(new NoContactFile(words))
  })

  it('come from any bytes without a fault, and no line of a name is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[A-Z][a-z]{2,9}$/), { minLength: 1, maxLength: 20 }), fc.string({ unit: 'binary' }), (names, noise) => {
        const kept = preview(names.map((name, at) => card(`FN:${name} ${name}`, `ORG:x${at}`)).join(`${noise.replace(/[\r\n]/g, '')}\r\n`))
        expect(kept.found.length + kept.here + kept.bare).toBe(names.length)
      }),
    )
  })
})

it.each([
  ['UTF-8', new TextEncoder().encode('Irène'), 'Irène'],
  ['UTF-16 of a desktop program', Uint8Array.from([0xff, 0xfe, 0x49, 0, 0xe8, 0]), 'Iè'],
  ['Windows-1252', Uint8Array.from([0x49, 0xe8]), 'Iè'],
])('the bytes are read as %s', (_, bytes, text) => {
  expect(textOf(bytes)).toBe(text)
})

it('more than 20 MB is refused', () => {
  expect(() => textOf(new Uint8Array(20_000_001))).toThrow('larger than 20 MB')
})

describe('what can be taken', () => {
  it('is said with name, role, place of work and where it came from', () => {
    expect(preview(MAREN)).toEqual({
      bare: 0, here: 0,
      found: [{
        id: '0', name: 'Maren Oduya', detail: 'Program Director, Lakefront University', known: null,
        values: {
          name: 'Maren Oduya', role: 'Program Director', institution: 'Lakefront University', emails: ['maren@lakefront.example'],
          phones: ['+1 303 555 0142'], how_found: 'Contact file friends.vcf',
        },
      }],
    })
  })

  it('of somebody who is here is only what is empty', () => {
    const [only] = preview(MAREN, [{ name: 'M. Oduya', role: 'Chair', emails: ['MAREN@lakefront.example'] }]).found
    expect([only?.known, only?.values]).toEqual([
      'c0', { institution: 'Lakefront University', emails: ['MAREN@lakefront.example', 'maren@lakefront.example'], phones: ['+1 303 555 0142'] },
    ])
  })

  it('is nothing of a card that names nobody, stands twice, or says nothing new', () => {
    const known = [{ name: 'tomas brandvold', institution: 'Fjord Hospital' }]
    expect(preview(MAREN + MAREN + TOMAS + card('NOTE:nobody'), known)).toMatchObject({ bare: 1, here: 2, found: [{ name: 'Maren Oduya' }] })
  })

  it('is both of two namesakes', () => {
    expect(preview(card('FN:Jo Lee', 'EMAIL:one@x.example') + card('FN:Jo Lee', 'EMAIL:two@x.example')).found).toHaveLength(2)
  })

  it('is text, whatever it says', () => {
    const [only] = preview(card('FN:<img src=x onerror=alert(1)>', 'URL:javascript:alert(1)', 'TEL:*#06#')).found
    expect(only?.values).toEqual({ name: '<img src=x onerror=alert(1)>', how_found: 'Contact file friends.vcf' })
  })
})
