import { describe, expect, it } from 'vitest'
import { fieldWords, valueWords } from './conflicts'
import { listed, OWED, tagsOf } from './contacts'
import { metAt } from './encounters'
import { firstSteps } from './first_steps'
import { installWay } from './install'
import { waysTo } from './links'
import { alarmOf, intervalFrom, OFF, quietDates, rangeWords, withAlarm, zonesLike } from './preferences'
import { grouped, placesWords } from './remarks'
import { contact } from './testing'

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1'
const IPAD = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Safari/605.1.15'
const ON_IPHONE = `${IPHONE} CriOS/131.0`
const FIREFOX = 'Mozilla/5.0 (Android 15; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0'
const ON_A_LAPTOP = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0'
const ANDROID = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36'

describe('installing', () => {
  const idle = { touchPoints: 5, standalone: false, offered: false }
  it.each([
    ['Safari on iPhone', { agent: IPHONE, ...idle }, 'share'],
    ['Safari on iPad', { agent: IPAD, ...idle }, 'share'],
    ['Safari on a Mac', { agent: IPAD, ...idle, touchPoints: 0 }, null],
    ['another browser on iPhone', { agent: ON_IPHONE, ...idle }, null],
    ['on the home screen already', { agent: IPHONE, ...idle, standalone: true }, null],
    ['Chromium that offers', { agent: ANDROID, ...idle, offered: true }, 'prompt'],
    ['Chromium that does not', { agent: ANDROID, ...idle }, null],
    ['Firefox on Android', { agent: FIREFOX, ...idle }, 'menu'],
    ['Firefox on Android, installed', { agent: FIREFOX, ...idle, standalone: true }, null],
    ['Firefox on a laptop', { agent: ON_A_LAPTOP, ...idle, touchPoints: 0 }, null],
    ['installed Chromium', { agent: ANDROID, ...idle, offered: true, standalone: true }, null],
  ])('%s', (_name, browser, way) => {
    expect(installWay(browser)).toBe(way)
  })
})

describe('the first steps', () => {
  it.each([
    [{ meeting: null, flags: 0, people: 0 }, [false, false, false]],
    [{ meeting: 'A meeting', flags: 0, people: 0 }, [true, false, false]],
    [{ meeting: 'A meeting', flags: 2, people: 1 }, [true, true, true]],
  ])('tick themselves off', (begun, done) => {
    expect(firstSteps(begun).map((step) => step.done)).toEqual(done)
  })
})

describe('ways to reach a person', () => {
  it('open mail, phone and web, and nothing else', () => {
    const ways = waysTo({
      emails: ['m@lakefront.example', 'no address'],
      phones: ['+1 (312) 555-0100', 'unknown'],
      urls: ['https://orcid.example/0000-1', 'javascript:alert(1)', 'not a url'],
    })
    expect(ways).toEqual([
      { kind: 'mail', href: 'mailto:m%40lakefront.example', words: 'm@lakefront.example', host: null },
      { kind: 'phone', href: 'tel:+13125550100', words: '+1 (312) 555-0100', host: null },
      { kind: 'web', href: 'https://orcid.example/0000-1', words: 'https://orcid.example/0000-1', host: 'orcid.example' },
    ])
  })
})

describe('the list of people', () => {
  const all = [
    contact('a', { name: 'Ana Lima', met_on: '2026-11-28', tags: ['CT', 'IMG'] }),
    contact('b', { name: 'Bo Sato', met_on: '2026-11-30', tags: ['IMG'] }),
  ]

  it('names its tags, the most used first', () => {
    expect(tagsOf(all)).toEqual([
      { tag: 'IMG', count: 2 },
      { tag: 'CT', count: 1 },
    ])
  })

  it.each([
    [null, '', ['b', 'a']],
    ['tag:CT', '', ['a']],
    ['tag:IMG', 'bo', ['b']],
    [OWED, '', ['a']],
  ])('filters by %s and "%s"', (filter, query, ids) => {
    expect(listed(all, query, filter, new Set(['a'])).map(({ id }) => id)).toEqual(ids)
  })
})

describe('when one met', () => {
  it.each([
    ['America/Chicago', 'America/Chicago', 'Sun 29 Nov, 10:43'],
    ['America/Chicago', 'Europe/Zurich', 'Sun 29 Nov, 10:43 (17:43 where you are)'],
    ['America/Chicago', 'Asia/Tokyo', 'Sun 29 Nov, 10:43 (Mon 30 Nov, 01:43 where you are)'],
    [null, 'Europe/Zurich', 'Sun 29 Nov, 17:43'],
  ])('in %s, seen from %s', (zone, device, words) => {
    expect(metAt('2026-11-29T16:43:00Z', zone, device)).toBe(words)
  })
})

describe('two values of one field', () => {
  it.each([
    [null, 'nothing'],
    ['', 'nothing'],
    [[], 'nothing'],
    [['a', 'b'], 'a, b'],
    ['Lakefront', 'Lakefront'],
    [7, '7'],
  ])('%j is said as %s', (value, words) => {
    expect(valueWords(value)).toBe(words)
  })

  it('are named as a person names them', () => {
    expect([fieldWords('met_on'), fieldWords('seat_in_row')]).toEqual(['Day you met', 'Seat in row'])
  })
})

describe('the settings', () => {
  it.each([
    ['3', 3],
    ['0', 1],
    ['99', 14],
    ['two', null],
    ['', null],
  ])('take "%s" days as %s', (typed, days) => {
    expect(intervalFrom('thank_you', typed)).toBe(days)
  })

  it('say the usual and the range', () => {
    expect(rangeWords('nudge')).toBe('Usually 7 to 14; 5 to 30 allowed')
  })

  it.each([
    [null, 'PT15H'],
    [{ followups: 'PT0S' }, 'PT0S'],
    [{ followups: '-PT15H' }, 'PT15H'],
    [{ followups: null }, OFF],
    [{ followups: 'P3D' }, 'PT15H'],
  ])('read the alarm of %j', (alarms, chosen) => {
    expect(alarmOf(alarms, 'followups')).toBe(chosen)
  })

  it('store no alarm as null and keep the others', () => {
    expect(withAlarm({ sessions: 'PT10M' }, 'followups', OFF)).toEqual({ sessions: 'PT10M', followups: null })
  })

  it('show single quiet days in order', () => {
    expect(quietDates(['sun', '2026-12-25', '2026-12-24'])).toEqual(['2026-12-24', '2026-12-25'])
  })

  it.each([
    ['new york', ['America/New_York']],
    ['chic', ['America/Chicago']],
    ['', []],
    ['nowhere', []],
  ])('find the zone of "%s"', (typed, found) => {
    expect(zonesLike(typed, ['America/Chicago', 'America/New_York', 'Europe/Zurich'])).toEqual(found)
  })
})

describe('remarks of an import', () => {
  it('stand together when they say the same', () => {
    const remarks = [
      { where: 'row 2', message: 'The end is missing.' },
      { where: 'row 4', message: 'No room called “A 1”.' },
      { where: 'row 9', message: 'No room called “B 22”.' },
    ]
    expect(grouped(remarks)).toEqual([
      { message: 'No room called “A 1”.', places: ['row 4', 'row 9'] },
      { message: 'The end is missing.', places: ['row 2'] },
    ])
  })

  it.each([
    [['row 1'], 'row 1'],
    [['row 1', 'row 2', 'row 3', 'row 4'], 'row 1, row 2 and 2 more'],
    [['', ''], ''],
  ])('name their places', (places, words) => {
    expect(placesWords(places)).toBe(words)
  })
})
