// `node read_file.mjs READER FILE` prints what a JavaScript library reads in a calendar, as JSON.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [reader, path] = process.argv.slice(2)
const text = readFileSync(path, 'utf8')
const { resolve } = createRequire(new URL('../../web/package.json', import.meta.url))
const library = async (name) => {
  const found = await import(pathToFileURL(resolve(name)))
  return found.default ?? found
}
const seconds = (date) => date.toISOString().replace('.000Z', 'Z')
const pad = (number) => String(number).padStart(2, '0')

const READERS = {
  async 'ical.js'() {
    const ICAL = await library('ical.js')
    const calendar = new ICAL.Component(ICAL.parse(text))
    for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone), zone.getFirstPropertyValue('tzid'))
    const told = (time) => (time.isDate ? time.toString() : seconds(time.toJSDate()))
    return calendar.getAllSubcomponents('vevent').map((component) => {
      const event = new ICAL.Event(component)
      return { uid: event.uid, start: told(event.startDate), end: told(event.endDate), summary: event.summary, description: event.description }
    })
  },
  async 'node-ical'() {
    const ical = await library('node-ical')
    const told = (date) => (date.dateOnly ? `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}` : seconds(date))
    return Object.values(ical.sync.parseICS(text))
      .filter(({ type }) => type === 'VEVENT')
      .map(({ uid, start, end, summary, description }) => ({ uid, start: told(start), end: told(end), summary, description }))
  },
}

process.stdout.write(JSON.stringify(await READERS[reader]()))
