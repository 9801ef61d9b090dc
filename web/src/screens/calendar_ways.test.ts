import { describe, expect, it } from 'vitest'
import { isPublic, waysInto } from './calendar_ways'

const URL_ = 'https://hallway.example/calendar/abc_-1.ics'

describe('an address that calendars on the web can reach', () => {
  it.each([
    [URL_, true],
    ['https://a.b.example:8443/calendar/x.ics', true],
    ['http://hallway.example/calendar/x.ics', false],
    ['https://localhost:8000/calendar/x.ics', false],
    ['https://hallway/calendar/x.ics', false],
    ['https://127.0.0.1/calendar/x.ics', false],
    ['https://10.1.2.3/calendar/x.ics', false],
    ['https://192.168.0.4/calendar/x.ics', false],
    ['https://172.20.0.4/calendar/x.ics', false],
    ['https://172.32.0.4/calendar/x.ics', true],
    ['https://[::1]/calendar/x.ics', false],
    ['https://laptop.local/calendar/x.ics', false],
    ['https://ward.internal/calendar/x.ics', false],
  ])('%s: %s', (url, expected) => expect(isPublic(url)).toBe(expected))
})

describe('the ways in', () => {
  it('go to each program, the address escaped once', () => {
    expect(Object.fromEntries(waysInto(URL_, 'Hallway plan & more').map(({ program, link }) => [program, link]))).toEqual({
      'Google Calendar': 'https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2Fhallway.example%2Fcalendar%2Fabc_-1.ics',
      'Apple Calendar': 'webcal://hallway.example/calendar/abc_-1.ics',
      'Outlook.com': 'https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fhallway.example%2Fcalendar%2Fabc_-1.ics&name=Hallway%20plan%20%26%20more',
      'Outlook at work or school':
        'https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fhallway.example%2Fcalendar%2Fabc_-1.ics&name=Hallway%20plan%20%26%20more',
      Thunderbird: 'webcal://hallway.example/calendar/abc_-1.ics',
      'Another program': undefined,
    })
  })

  it('each have three steps and say how soon changes show', () => {
    for (const { steps, pace } of waysInto(URL_, 'Hallway')) expect([steps.length, pace.length > 20]).toEqual([3, true])
  })
})
