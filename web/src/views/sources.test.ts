import { describe, expect, it } from 'vitest'
import { hostOf, linkFrom, lookedWords, type Source } from './sources'

const NOW = new Date(2026, 10, 29, 15, 0)
const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 5).toISOString()
const source = (values: Partial<Source>): Source => ({
  conference: 'c1',
  url: 'https://example.org/agenda.ics',
  checked_at: at(29, 14),
  result: 'unchanged',
  added: 0,
  changed: 0,
  moved: 0,
  cancelled: 0,
  message: '',
  ...values,
})

describe('a link', () => {
  it.each([
    ['https://example.org/a', 'https://example.org/a'],
    ['  webcal://example.org/a \n', 'webcal://example.org/a'],
    ['example.org/agenda.ics', 'https://example.org/agenda.ics'],
    ['', ''],
    ['  ', ''],
  ])('%j is sent as %j', (typed, sent) => expect(linkFrom(typed)).toBe(sent))

  it.each([
    ['https://agenda.example.org/2026/x.ics?key=1', 'agenda.example.org'],
    ['no link', 'no link'],
  ])('%j is shown as %j', (url, host) => expect(hostOf(url)).toBe(host))
})

describe('the last look', () => {
  it.each<[Partial<Source>, string]>([
    [{}, 'Checked today at 14:05: nothing had changed.'],
    [{ result: 'changed', added: 1200, moved: 2 }, 'Checked today at 14:05: 1,200 new, 2 moved.'],
    [{ result: 'changed', cancelled: 1, changed: 3, checked_at: at(28, 9) }, 'Checked yesterday at 09:05: 3 changed, 1 cancelled.'],
    [{ result: 'failed', message: 'The server does not answer.' }, 'Checked today at 14:05: The server does not answer.'],
    [{ result: 'part' }, 'Checked today at 14:05: it holds less than half of the programme now, so nothing was cancelled.'],
  ])('%j', (values, words) => expect(lookedWords(source(values), NOW)).toBe(words))
})
