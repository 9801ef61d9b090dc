/** What the server owes is owed here: see tests/followups/test_year.py. Skips without its file. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { steps } from './src/store/cadence'
import { unanswered } from './src/store/silence'
import type { Step, Story } from './src/store/story'

interface Told {
  stories: Story[]
  /** Day, numbers of the stories, and what the calendar shows: id and day of each event. */
  days: [string, number[], [string, string][]][]
  drawn: { story: Story; today: string; expected: Step[]; unanswered: number }[]
}

const path = process.env['HALLWAY_CADENCE']
const PATIENCE_MS = 200_000 // for a busy machine
const told = (): Told => JSON.parse(readFileSync(path ?? '', 'utf8')) as Told

test.skipIf(!path)('the screen and the calendar agree on every day of a year', { timeout: PATIENCE_MS }, () => {
  const { stories, days } = told()
  for (const [today, numbers, expected] of days) {
    const all = numbers.flatMap((number) => steps(stories[number] as Story, today))
    const dated = all.filter((step) => step.state === 'open' && step.due_on !== null)
    const shown = dated.map(({ id, due_on }) => [id, due_on]).sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))
    expect(shown, today).toEqual(expected)
  }
})

test.skipIf(!path)('whatever the server owes is owed here', { timeout: PATIENCE_MS }, () => {
  for (const { story, today, expected, unanswered: count } of told().drawn) {
    expect([steps(story, today), unanswered(story)]).toEqual([expected, count])
  }
})
