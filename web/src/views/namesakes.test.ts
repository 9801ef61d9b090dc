import { describe, expect, it } from 'vitest'
import { namesakes, personCalled } from './namesakes'
import { peopleOf } from './testing'

const people = peopleOf(
  ['p1', 'Irène Vale', 'Lakefront University Hospital'],
  ['p2', 'Wei Zhang', 'Harbor Institute of Oncology'],
  ['p3', 'Wei Zhang', 'University of Lakefront'],
  ['p4', 'Wei Zhang'],
)
const byName = namesakes(people)

describe('someone on the programme', () => {
  it.each([
    ['the only one of the name', { name: 'irene vale' }, 'p1'],
    ['with title and degrees on the badge', { name: 'Dr. Irène Vale, MD, PhD' }, 'p1'],
    ['by given and family name', { name: 'Vale I.', given_name: 'Irène', family_name: 'Vale' }, 'p1'],
    ['one of three of that name, by the institution', { name: 'Wei Zhang', institution: 'Harbor Oncology' }, 'p2'],
    ['none of three when no institution tells', { name: 'Wei Zhang' }, null],
    ['none when the institution says only what all say', { name: 'Wei Zhang', institution: 'University Hospital' }, null],
    ['nobody of that name', { name: 'Irène Valentin' }, null],
    ['without a name', {}, null],
  ])('is found as %s', (_, found, id) => {
    expect(personCalled(found, byName)?.id ?? null).toBe(id)
  })

  it('counts once, whatever ids lead there', () => {
    const [one] = [...people.values()]
    expect(namesakes(new Map([['p1', one!], ['merged', one!]])).get('irene vale')).toEqual([one])
  })
})
