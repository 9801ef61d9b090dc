import { describe, expect, it } from 'vitest'
import { namesakes } from './namesakes'
import { personTarget } from './plan'
import { flagOf, matching, peopleAround, type Around } from './suggestions'
import { byId, contact, item, itemsOf, peopleOf, target } from './testing'

const NOW = new Date('2026-11-29T16:40:00Z')
const ON = { starts: '2026-11-29T16:30:00Z', ends: '2026-11-29T17:00:00Z' }
const items = itemsOf(
  item('poster', { ...ON, kind: 'poster', people: ['poster'] }),
  item('here', { ...ON, people: ['here', 'must'] }),
  item('there', { ...ON, people: ['there'] }),
  item('off', { ...ON, status: 'cancelled', people: ['off'] }),
  item('later', { starts: '2026-11-29T18:00:00Z', ends: '2026-11-29T19:00:00Z', people: ['later'] }),
)
const people = peopleOf(
  ['here', 'Ana Lima', 'Lakefront University'], ['there', 'Bo Sato'], ['later', 'Cy de la Cruz'], ['off', 'Dee Off'],
  ['must', 'Maren Oduya', 'Lakefront University'], ['nice', 'Nils Aaby'], ['met', 'Mia Met'], ['poster', 'Pia Board'],
)
const flag = (person: string, tier: 'must' | 'nice', met_at: string | null = null) => target(personTarget(person), { person, tier, met_at })
const targets = byId(flag('nice', 'nice'), flag('met', 'must', '2026-11-28T10:00:00Z'), flag('must', 'must'))
const all: Around = { items, people, targets, contacts: byId(contact('c1', { name: 'Mia Met', person: 'met' }), contact('c2', { name: 'Carla Unlisted' })) }
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name)

const around = peopleAround(all, 'here', NOW)

describe('people around', () => {
  it('are the flagged by tier and those not met first, then who speaks here, then who speaks now', () => {
    expect(around.map(({ name, detail }) => [name, detail])).toEqual([
      ['Maren Oduya', 'your must-meet · Lakefront University'],
      ['Nils Aaby', 'on your list: if time'],
      ['Mia Met', 'met before'],
      ['Ana Lima', 'speaks here · Lakefront University'],
      ['Bo Sato', 'speaks now'],
      ['Pia Board', 'has a poster now'],
    ])
  })

  it('lead to whom one has met', () => {
    expect(around.map(({ contact: known }) => known)).toEqual([null, null, 'c1', null, null, null])
  })
})

describe('while one types', () => {
  const found = (typed: string) => names(matching(around, typed, { ...all, byName: namesakes(people) }))
  it.each([
    ['', ['Maren Oduya', 'Nils Aaby', 'Mia Met', 'Ana Lima', 'Bo Sato', 'Pia Board']],
    ['m', ['Maren Oduya', 'Mia Met']],
    ['mä odu', ['Maren Oduya']],
    ['cruz', ['Cy de la Cruz']],
    ['la cruz', ['Cy de la Cruz']],
    ['ruz', []],
    ['unl', ['Carla Unlisted']],
    ['c', []],
    ['nobody', []],
  ])('%j finds %j', (typed, expected) => {
    expect(found(typed)).toEqual(expected)
  })
})

it.each([['must', 'your must-meet'], ['nice', 'on your list: if time'], ['here', null], [null, null]])('%s is %s', (person, words) => {
  expect(flagOf(person, targets)).toBe(words)
})
