/** Badges that mean harm (case 57 of docs/security-cases.md): capped, quick, and never a link that acts. */
import { expect, test } from 'vitest'
import { cpuMs } from '../testing/cpu'
import { read } from './payload'

const card = (lines: string) => `BEGIN:VCARD\nVERSION:3.0\nFN:Ruth Alder\n${lines}\nEND:VCARD`
const many = (line: (number: number) => string, count = 10_000) => Array.from({ length: count }, (_, number) => line(number)).join('\n')
const OVERRIDE = '\u202eredlA htuR'
const MARKS = 'A' + '\u0301'.repeat(10_000)

test.each([
  ['10,000 properties', card(many((number) => `X-${number}:x`))],
  ['10,000 telephones', card(many((number) => `TEL:+1303555${number}`))],
  ['a picture of 2 MB', card(`PHOTO;ENCODING=b;TYPE=JPEG:${'A'.repeat(2_000_000)}`)],
  ['scripts and deep links', card('URL:javascript:alert(1)\nURL:data:text/html,x\nURL:intent://x#Intent;end\nURL:hallway://wipe')],
  ['service codes', card('TEL:*#06#\nTEL:tel:*%2306%23')],
  ['a name with 10,000 marks', `BEGIN:VCARD\nFN:${MARKS}\nEND:VCARD`],
  ['a name that turns the line around', `MECARD:N:${OVERRIDE};URL:javascript:alert(1);;`],
])('%s', (_, payload) => {
  const begun = cpuMs()
  const reading = read(payload)
  expect(cpuMs() - begun).toBeLessThan(1000)
  const links = reading.urls.filter((url) => !/^https?:\/\//.test(url))
  const phones = reading.phones.filter((phone) => /[*#]/.test(phone))
  expect({ links, phones, isCapped: reading.phones.length <= 20 && (reading.name ?? '').length <= 8192 }).toEqual({ links: [], phones: [], isCapped: true })
})
