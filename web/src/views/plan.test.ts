import { describe, expect, it } from 'vitest'
import { countWords, itemTarget, metTargets, personTarget, plan, targetsOf } from './plan'
import { byId, contact, item, itemsOf, peopleOf, target } from './testing'

const people = peopleOf(['a', 'Ana Lima', 'Lakefront'], ['b', 'Bo Sato'])
const items = itemsOf(
  item('one', { starts: '2026-11-29T10:00:00Z', people: ['a'], day_on: '2026-11-29' }),
  item('two', { starts: '2026-11-29T09:00:00Z', people: ['b', 'a'] }),
  item('three', { starts: '2026-11-29T08:00:00Z' }),
)
const ana = target(personTarget('a'), { person: 'a', tier: 'should' })
const bo = target(personTarget('b'), { person: 'b', tier: 'must' })
const one = target(itemTarget('one'), { item: 'one', tier: 'nice' })

describe('the plan', () => {
  it('holds every item of a flagged person, by time', () => {
    const found = plan(items, byId(ana)).map(({ item: { id }, tier, person }) => [id, tier, person])
    expect(found).toEqual([
      ['two', 'should', 'a'],
      ['one', 'should', 'a'],
    ])
  })

  it('takes the highest tier among the people of an item', () => {
    const found = plan(items, byId(ana, bo)).map(({ item: { id }, tier, person }) => [id, tier, person])
    expect(found).toEqual([
      ['two', 'must', 'b'],
      ['one', 'should', 'a'],
    ])
  })

  it("lets an item's own flag win", () => {
    const found = plan(items, byId(ana, one)).find((planned) => planned.item.id === 'one')
    expect(found).toMatchObject({ tier: 'nice', person: null })
  })

  it('is empty without flags', () => {
    expect(plan(items, new Map())).toEqual([])
  })
})

describe('targets of a tier', () => {
  it('show people with their places, then items, and keep what left the programme', () => {
    const gone = target(itemTarget('gone'), { item: 'gone', tier: 'should', title_at_flagging: 'Lost talk' })
    const kept = target(itemTarget('three'), { item: 'three', tier: 'should' })
    const shown = targetsOf('should', byId(gone, kept, ana, bo), items, people)
    expect(shown.map(({ title, detail, href, items: places, gone: left }) => [title, detail, href, places.map(({ id }) => id), left])).toEqual([
      ['Ana Lima', 'Lakefront', '/persons/a', ['two', 'one'], false],
      ['Lost talk', 'Removed from the programme', null, [], true],
      ['three', '', '/agenda/three', ['three'], false],
    ])
  })
})

describe('what was met', () => {
  const seen = target(itemTarget('three'), { item: 'three', tier: 'must', met_at: '2026-11-29T10:00:00Z' })

  it('is ticked, or the person is a contact who was met', () => {
    const targets = byId(ana, bo, one, seen)
    const contacts = [contact('c', { person: 'a', met_on: '2026-11-29' }), contact('d', { person: 'b' })]
    expect(metTargets(targets, contacts)).toEqual(new Set([ana.id, seen.id]))
  })

  it('counts as a sentence', () => {
    const [musts, nices] = (['must', 'nice'] as const).map((tier) => targetsOf(tier, byId(bo, seen, one), items, people))
    expect([countWords('must', musts ?? [], new Set([seen.id])), countWords('nice', nices ?? [], new Set())]).toEqual([
      '1 of 2 musts met',
      '0 of 1 if time seen',
    ])
  })
})
