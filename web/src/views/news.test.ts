/** News of one's own: a follow-up for each person who was chosen to hear of it, and for nobody else. */
import { expect, test } from 'vitest'
import { filled } from '../store/blank'
import type { Contact, Milestone, Row } from '../store/kinds'
import { survivorsOf } from '../store/merging'
import { allSteps, stories } from './followups'
import { byId, contact } from './testing'

const milestone = (id: string, values: Partial<Milestone>): Row<'milestone'> => ({ ...filled('milestone', values), id })
const matched = milestone('matched', { name: 'Matched', reached_on: '2026-12-01', contacts: ['ada', 'bea'] })
const passed = milestone('passed', { name: 'Passed Step 2', reached_on: '2026-11-02', contacts: ['bea'] })

/** By person, what they are to be told. */
function told(milestones: Row<'milestone'>[], contacts: Row<'contact'>[] = ['ada', 'bea', 'cleo'].map((id) => contact(id, { name: id }))) {
  const none = new Map()
  const records = { contacts: byId(...contacts), notes: none, scans: none, outreach: none, followups: none, milestones: byId(...milestones), settings: undefined }
  const known = stories({ ...records, survivors: survivorsOf(byId(...contacts)), placeOf: () => null, zoneOf: () => null })
  const steps = allSteps(known, () => '2026-12-10').map((step) => [step.contact, step.step, step.cycle, step.due_on])
  return { news: known.map((story) => [story.contact.id, story.milestones?.map(({ id }) => id)]), steps }
}

test('only those who were chosen are to hear of it', () => {
  expect(told([matched, passed])).toEqual({
    news: [
      ['ada', ['matched']],
      ['bea', ['matched', 'passed']],
      ['cleo', []],
    ],
    steps: [
      ['ada', 'update', 'matched', '2026-12-04'],
      ['bea', 'update', 'passed', '2026-11-05'],
      ['bea', 'update', 'matched', '2026-12-04'],
    ],
  })
})

test.each<[string, Partial<Milestone>]>([
  ['nobody was chosen', { contacts: [] }],
  ['its day is not known', { reached_on: null }],
  ['who was chosen is not there any more', { contacts: ['somebody else'] }],
])('nobody is told where %s', (_what, values) => {
  expect(told([{ ...matched, ...values }]).steps).toEqual([])
})

test.each<[string, string[]]>([
  ['the merged one was chosen', ['bea']],
  ['both were chosen', ['ada', 'bea']],
])('two who are one person hear of it once where %s', (_what, contacts) => {
  const merged: Partial<Contact> = { name: 'bea', merged_into: 'ada' }
  const people = [contact('ada', { name: 'ada' }), contact('bea', merged), contact('cleo', { name: 'cleo' })]

  expect(told([{ ...matched, contacts }], people)).toEqual({
    news: [
      ['ada', ['matched']],
      ['cleo', []],
    ],
    steps: [['ada', 'update', 'matched', '2026-12-04']],
  })
})
