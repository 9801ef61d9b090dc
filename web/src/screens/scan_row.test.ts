import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { base64 } from '../scanner/encoding'
import type { Hit } from '../scanner/scanner'
import { live, open, save } from '../store/records'
import type { Row } from '../store/kinds'
import { startSession } from '../store/session'
import { unpack } from '../sync/testing/phone'
import { giveTo, nameIt, NotStored, resume } from './capture_data'
import { countRow, countWords, isKept, ownerInRow, startRow, type BadgeRow } from './scan_row'
import { redoInRow, undoInRow } from './row_undo'
import { persons, recordsOf } from './persons_data'

vi.mock('../parts/Toast', () => ({ say: vi.fn() })) // it asks where on the page one is

const CARD = 'BEGIN:VCARD\nVERSION:3.0\nFN:Maren Oduya\nEND:VCARD'
const NUMBER = 'SB4711902233'
const WIFI = 'WIFI:S:guest;T:WPA;P:x;;'
const SECRET = 'otpauth://totp/x?secret=ABC'
const PROFILE = 'https://www.linkedin.com/in/maren-oduya'

function hit(raw: string): Hit {
  const raw_b64 = base64(new TextEncoder().encode(raw))
  return { raw, raw_b64, symbology: ']Q1', ms: 1, outline: { corners: [], width: 1, height: 1 }, frame: null }
}

const scans = () => [...live('scan').value.values()].map(({ raw }) => raw)
const NOTE = '0198a0f0-0000-7000-8000-000000000009'
const shown = (row: BadgeRow) => row.list.value.map((one) => ownerInRow(one)?.name ?? one.words ?? one.raw)

beforeEach(async () => {
  const server = await unpack()
  server.down = true
  await startSession()
})

afterEach(() => void vi.useRealTimers())

it('a row keeps all that is read, the last one first, each once', async () => {
  const row = startRow()
  await Promise.all([CARD, NUMBER, CARD, WIFI, SECRET, SECRET].map((raw) => row.add(hit(raw))))
  const [wifi, secret] = ['This is a Wi-Fi code, not a person.', 'This code is a secret or a payment, not a person. Nothing was kept.']
  expect(shown(row)).toEqual([secret, wifi, 'Maren Oduya', NUMBER])
  expect(scans()).toEqual([CARD, NUMBER, WIFI])
  expect(countRow(row.list.value)).toEqual({ people: 1, nameless: 1, others: 1 })
})

it.each([
  ['a person', CARD],
  ['a number', NUMBER],
  ['a profile without a name', PROFILE],
  ['no person', WIFI],
])('%s is taken out and brought back, and may be scanned again', async (_name, raw) => {
  const row = startRow()
  const one = await row.add(hit(raw))
  const people = live('contact').value.size
  await undoInRow(one)
  expect([isKept(one), scans(), live('contact').value.size, countWords(countRow(row.list.value))]).toEqual([false, [], 0, '0 badges scanned'])
  await redoInRow(one)
  expect([isKept(one), scans(), live('contact').value.size]).toEqual([true, [raw], people])
  await undoInRow(one)
  const again = await row.add(hit(raw))
  expect([again.key, scans(), row.list.value.length]).toEqual([one.key + 1, [raw], 1])
})

it('somebody met before stays when the badge is taken out', async () => {
  await startRow().add(hit(CARD))
  const row = startRow()
  const one = await row.add(hit(CARD))
  expect([one.captured?.known, live('contact').value.size, scans().length]).toEqual([true, 1, 2])
  await undoInRow(one)
  expect([live('contact').value.size, scans().length]).toEqual([1, 1])
})

it('a badge that the phone cannot keep is told, and the row goes on', async () => {
  const row = startRow()
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  const fault = await row.add(hit(CARD)).catch((caught: unknown) => caught)
  vi.restoreAllMocks()
  expect([fault instanceof NotStored, row.list.value]).toEqual([true, []])
  await row.add(hit(CARD), (fault as NotStored).scan)
  expect([shown(row), scans()]).toEqual([['Maren Oduya'], [CARD]])
})

it('a profile without a name asks for one; given to somebody met before, its link goes along', async () => {
  const named = await startRow().add(hit('MECARD:N:Oduya,Maren;ORG:Lakefront;;'))
  const one = await startRow().add(hit(PROFILE))
  const [known, scan] = [ownerInRow(named), live('scan').value.get(one.captured?.scan ?? '')]
  expect([one.captured?.nameless, known?.urls]).toEqual([true, []])
  if (known && scan) await giveTo(resume(scan), known)
  expect([...live('contact').value.values()].map(({ name, urls }) => ({ name, urls }))).toEqual([{ name: 'Maren Oduya', urls: [PROFILE] }])
  expect(ownerInRow(one)?.name).toBe('Maren Oduya')
})

/** Everyone under People with what hangs on them. */
const told = () =>
  [...live('contact').value.values()].map(({ id, name, urls }) => ({ name, urls, scans: [...live('scan').value.values()].filter(({ contact }) => contact === id).length }))

const namedInRow = async (raw: string, name: (scan: Row<'scan'>) => Promise<unknown>) => {
  const one = await startRow().add(hit(raw))
  const scan = live('scan').value.get(one.captured?.scan ?? '')
  if (scan) await name(scan)
  return one
}

it('a badge that was named in the row is taken out with the person that this made, and brought back with them', async () => {
  const one = await namedInRow(NUMBER, (scan) => nameIt(resume(scan), { name: 'Ilse Brandt' }))
  await undoInRow(one)
  expect([told(), scans()]).toEqual([[], []])
  await redoInRow(one)
  expect(told()).toEqual([{ name: 'Ilse Brandt', urls: [], scans: 1 }])
})

it('a badge that was given to somebody met before leaves them when it is taken out, and comes back to them', async () => {
  const known = ownerInRow(await startRow().add(hit('MECARD:N:Oduya,Maren;ORG:Lakefront;;')))
  const one = await namedInRow(PROFILE, (scan) => giveTo(resume(scan), known as Row<'contact'>))
  await undoInRow(one)
  expect(told().map(({ name, scans: all }) => [name, all])).toEqual([['Maren Oduya', 1]])
  await redoInRow(one)
  expect(told().map(({ name, scans: all }) => [name, all])).toEqual([['Maren Oduya', 2]])
})

it('nothing of a nameless person is lost when they turn out to be somebody met before', async () => {
  const known = ownerInRow(await startRow().add(hit(CARD))) as Row<'contact'>
  const first = await startRow().add(hit(PROFILE))
  await save(open('note', NOTE), { contact: first.captured?.contact ?? null, bullets: 'Takes students' })

  await namedInRow(PROFILE, (scan) => giveTo(resume(scan), known))

  expect([persons.value.size, recordsOf('scan', known.id).length, recordsOf('note', known.id).map(({ id }) => id)]).toEqual([1, 3, [NOTE]])
  expect(persons.value.get(known.id)?.urls).toEqual([PROFILE])
})

it('the same badge later is another meeting', async () => {
  const row = startRow()
  const one = await row.add(hit(NUMBER))
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 9 * 60_000 })
  await row.add(hit(NUMBER))
  expect(scans()).toEqual([NUMBER])
  vi.setSystemTime(Date.now() + 2 * 60_000)

  const later = await row.add(hit(NUMBER))

  expect([scans(), row.list.value]).toEqual([[NUMBER, NUMBER], [later, one]])
})

it.each([
  [{ people: 1, nameless: 0, others: 0 }, '1 badge scanned: 1 person'],
  [{ people: 7, nameless: 4, others: 1 }, '12 badges scanned: 7 people, 4 without a name, 1 no person'],
])('%j is said in words', (count, words) => {
  expect(countWords(count)).toBe(words)
})
