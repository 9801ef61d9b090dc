import { describe, expect, it } from 'vitest'
import { read } from '../scanner/payload'
import { contactFrom, contactsBy, filling, knownContact, unnamed, type Known } from './people'
import { byId, contact, scan } from './testing'

const CARD = 'BEGIN:VCARD\nVERSION:3.0\nFN:Maren Oduya\nORG:Lakefront University\nTITLE:Program Director\nEMAIL:m@lakefront.example\nEND:VCARD'
const reading = read(CARD)
const among = (contacts: Known['contacts'], scans: Known['scans']): Known => ({ contacts, scans, conference: 'here', idIn: (raw) => read(raw).id })

describe('a reading becomes a contact', () => {
  it('with what it holds and nothing else', () => {
    expect(contactFrom(reading)).toEqual({
      name: 'Maren Oduya',
      role: 'Program Director',
      institution: 'Lakefront University',
      emails: ['m@lakefront.example'],
    })
  })

  it('fills only what is empty and adds what is new', () => {
    const known = contact('c', { name: 'M. Oduya', emails: ['old@lakefront.example'] })
    expect(filling(known, contactFrom(reading))).toEqual({
      role: 'Program Director',
      institution: 'Lakefront University',
      emails: ['old@lakefront.example', 'm@lakefront.example'],
    })
  })
})

describe('someone met before', () => {
  it.each([
    ['the same code', contact('c'), scan('s', { contact: 'c', raw: CARD })],
    ['the same e-mail', contact('c', { emails: ['M@Lakefront.example'] }), scan('s')],
    ['the same name and institution', contact('c', { name: 'maren oduya', institution: 'Lakefront University' }), scan('s')],
  ])('is known by %s', (_by, known, scanned) => {
    expect(knownContact(reading, among(byId(known), byId(scanned)))?.id).toBe('c')
  })

  it('is not known by the name alone', () => {
    expect(knownContact(reading, among(byId(contact('c', { name: 'Maren Oduya' })), new Map()))).toBeNull()
  })

  it.each([
    ['a number with a space behind it', 'SB4711902233 ', 'SB4711902233'],
    ['a card that says more by now', 'MECARD:N:Barbara Moor;UID:187WCI5;;', 'MECARD:N:B. Moor;ORG:Harbour General;UID:187WCI5;;'],
  ])('is known by %s, if it was at this meeting', (_what, before, again) => {
    const known = byId(contact('c', { name: 'Barbara Moor' }), contact('d'))
    const at = (conference: string | null) => byId(scan('r', { raw: 'SB0', conference: 'here', contact: 'd' }), scan('s', { raw: before, conference, contact: 'c' }))
    expect(['here', 'elsewhere', null].map((conference) => knownContact(read(again), among(known, at(conference)))?.id)).toEqual(['c', undefined, undefined])
  })
})

describe('lists', () => {
  it('find people by every word, last met on top', () => {
    const all = [
      contact('a', { name: 'Ana Lima', met_on: '2026-11-28', tags: ['CT'] }),
      contact('b', { name: 'Bo Sato', met_on: '2026-11-30', role: 'Resident' }),
      contact('c', { name: 'Ánà Costa', met_on: '2026-11-29' }),
    ]
    expect([contactsBy(all, ''), contactsBy(all, 'ana'), contactsBy(all, 'ana ct')].map((found) => found.map(({ id }) => id))).toEqual([
      ['b', 'c', 'a'],
      ['c', 'a'],
      ['a'],
    ])
  })

  it('show the scans that belong to nobody, newest first', () => {
    const photo = scan('4', { photo: 'sha', captured_at: '4' })
    const all = byId(scan('1', { raw: 'x', captured_at: '1' }), scan('2', { raw: 'y', captured_at: '2' }), scan('3', { raw: 'z', contact: 'c' }), photo)
    expect(unnamed(all).map(({ id }) => id)).toEqual(['2', '1'])
  })
})
