import { describe, expect, it } from 'vitest'
import { filled } from '../store/blank'
import type { Letter } from '../store/kinds'
import { inOrder, nextOf, stageOf } from './letters'

const letter = (values: Partial<Letter> = {}): Letter => filled('letter', values)

describe('a letter', () => {
  it.each<[Partial<Letter>, string | null, string[]]>([
    [{}, null, ['Asked']],
    [{ asked_on: '2027-08-01' }, 'Asked', ['They agreed', 'They declined']],
    [{ asked_on: '2027-08-01', agreed_on: '2027-08-03' }, 'Agreed', ['Papers sent', 'Uploaded']],
    [{ agreed_on: '2027-08-03', packet_on: '2027-08-04' }, 'Papers sent', ['Uploaded']],
    [{ packet_on: '2027-08-04', uploaded_on: '2027-09-01' }, 'Uploaded', ['Thanked']],
    [{ uploaded_on: '2027-09-01', thanked_on: '2027-09-02' }, 'Thanked', []],
    [{ asked_on: '2027-08-01', declined_on: '2027-08-03' }, 'Declined', []],
  ])('%j', (values, stage, next) => {
    expect([stageOf(letter(values))?.words ?? null, nextOf(letter(values)).map(({ words }) => words)]).toEqual([stage, next])
  })

  it('stands before what is over, by its deadline', () => {
    const all = [
      { id: 'over', ...letter({ deadline_on: '2027-01-01', declined_on: '2026-12-01' }) },
      { id: 'any', ...letter() },
      { id: 'late', ...letter({ deadline_on: '2027-09-15' }) },
      { id: 'soon', ...letter({ deadline_on: '2027-03-01' }) },
    ]
    expect(inOrder(all).map(({ id }) => id)).toEqual(['soon', 'late', 'any', 'over'])
  })
})
