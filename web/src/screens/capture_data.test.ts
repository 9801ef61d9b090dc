import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Hit } from '../scanner/scanner'
import { base64 } from '../scanner/encoding'
import { bin, live, open, save } from '../store/records'
import { startSession } from '../store/session'
import { unpack } from '../sync/testing/phone'
import { personTarget } from '../views/plan'
import { begin, giveTo, nameIt, NotAPerson, NotStored, resume, type Captured } from './capture_data'
import { keepTypedName, typedName } from './capture_draft'
import { bringBack, takeBack } from './capture_undo'

const CARD = 'BEGIN:VCARD\nVERSION:3.0\nFN:Maren Oduya\nORG:Lakefront University\nEND:VCARD'
const NUMBER = 'SB4711902233'
const MAREN = { id: 'maren', name: 'Maren Oduya', degrees: ['MD'], affiliation: 'Lakefront University' }

function hit(raw: string): Hit {
  const raw_b64 = base64(new TextEncoder().encode(raw))
  return { raw, raw_b64, symbology: ']Q1', ms: 1, outline: { corners: [], width: 1, height: 1 }, frame: null }
}

const contacts = () => [...live('contact').value.values()].map(({ name, institution, person, how_found }) => ({ name, institution, person, how_found }))
const scans = () => [...live('scan').value.values()].map(({ raw, contact }) => ({ raw, contact }))

beforeEach(async () => {
  const server = await unpack()
  server.down = true
  await startSession()
})

describe('a badge with a name', () => {
  it('is a scan and a contact, and a second scan of it is the same person', async () => {
    const first = await begin(hit(CARD))
    const second = await begin(hit(CARD))
    expect(contacts()).toEqual([{ name: 'Maren Oduya', institution: 'Lakefront University', person: null, how_found: 'Badge' }])
    expect(scans()).toEqual([{ raw: CARD, contact: first.contact }, { raw: CARD, contact: first.contact }])
    expect([first.known, second.known, first.nameless]).toEqual([false, true, false])
  })

  it('can be taken back and brought back, with the note', async () => {
    const made = await begin(hit(CARD))
    await save(open('note', made.note), { contact: made.contact, bullets: 'Takes students' })
    await takeBack(made)
    expect([contacts(), scans(), live('note').value.size]).toEqual([[], [{ raw: CARD, contact: null }], 0])
    expect(bin('contact').value.get(made.contact)?.name).toBe('Maren Oduya')
    await bringBack(made)
    expect([contacts().length, scans(), live('note').value.size]).toEqual([1, [{ raw: CARD, contact: made.contact }], 1])
  })
})

describe('a badge with a number', () => {
  it('waits for a name, then finds its person again', async () => {
    const made = await begin(hit(NUMBER))
    expect([made.nameless, contacts(), scans()]).toEqual([true, [], [{ raw: NUMBER, contact: null }]])
    const named = await nameIt(made, { name: 'Ilse Tanaka' })
    expect([contacts(), scans()]).toEqual([
      [{ name: 'Ilse Tanaka', institution: null, person: null, how_found: 'Badge' }],
      [{ raw: NUMBER, contact: named.contact }],
    ])
    expect((await begin(hit(NUMBER))).contact).toBe(named.contact)
  })

  it('can be named later', async () => {
    const made = await begin(hit(NUMBER))
    const scan = live('scan').value.get(made.scan ?? '')
    const later = scan && (await nameIt(resume(scan), { name: 'Ilse Tanaka' }))
    expect(scans()).toEqual([{ raw: NUMBER, contact: later?.contact }])
  })

  it('can belong to somebody met before, of whom nothing is overwritten', async () => {
    await save(open('contact', 'known'), { name: 'Ilse Tanaka', institution: 'Harbor Institute' })
    const known = live('contact').value.get('known')
    const given = known && (await giveTo(await begin(hit(NUMBER)), known))
    expect([given?.known, contacts(), scans()]).toEqual([
      true,
      [{ name: 'Ilse Tanaka', institution: 'Harbor Institute', person: null, how_found: null }],
      [{ raw: NUMBER, contact: 'known' }],
    ])
  })
})

describe('a flagged person', () => {
  const target = personTarget(MAREN.id)
  const metAt = () => live('target').value.get(target)?.met_at ?? null
  let named: Captured

  beforeEach(async () => {
    await save(open('target', target), { person: MAREN.id, tier: 'must' })
    named = await nameIt(await begin(null), { name: MAREN.name, person: MAREN })
  })

  it('is met once captured, linked, with the institution of the agenda', () => {
    expect(contacts()).toEqual([{ name: 'Maren Oduya', institution: 'Lakefront University', person: 'maren', how_found: 'Typed' }])
    expect([metAt(), named.ticked]).toEqual([named.at.toISOString(), target])
  })

  it('is not met any more when that is taken back', async () => {
    await takeBack(named)
    expect(metAt()).toBeNull()
    await bringBack(named)
    expect(metAt()).toBe(named.at.toISOString())
  })

  it('keeps the first meeting at the second', async () => {
    const again = await nameIt(await begin(null), { name: MAREN.name, person: MAREN })
    await takeBack(again)
    expect([again.ticked, metAt()]).toEqual([null, named.at.toISOString()])
  })
})

describe('what is no person', () => {
  it.each([
    ['a Wi-Fi code', 'WIFI:S:guest;T:WPA;P:x;;', 'This is a Wi-Fi code, not a person.', true],
    ['a sign-in secret', 'otpauth://totp/x?secret=ABC', 'This code is a secret or a payment, not a person. Nothing was kept.', false],
  ])('%s is said plainly', async (_, raw, words, isKept) => {
    const fault = await begin(hit(raw)).catch((caught: unknown) => caught)
    expect(fault).toBeInstanceOf(NotAPerson)
    expect([(fault as NotAPerson).message, (fault as NotAPerson).scan !== null, scans()]).toEqual([
      words, isKept, isKept ? [{ raw, contact: null }] : [],
    ])
  })
})

describe('a phone that refuses to write', () => {
  it('tells what is safe, and trying again makes no second scan', async () => {
    const put = IDBObjectStore.prototype.add
    let left = 1
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...given) {
      if (this.name === 'outbox' && (left -= 1) < 0) throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, given)
    })
    const fault = await begin(hit(CARD)).catch((caught: unknown) => caught)
    vi.restoreAllMocks()
    expect(fault).toBeInstanceOf(NotStored)
    await begin(hit(CARD), (fault as NotStored).scan)
    expect([contacts().length, scans().length]).toEqual([1, 1])
  })
})

it('a name that is being typed is kept for its badge alone', () => {
  keepTypedName('scan-1', 'Mar')
  expect([typedName('scan-1'), typedName('scan-2'), typedName(null)]).toEqual(['Mar', '', ''])
  keepTypedName('scan-1', '')
  expect(typedName('scan-1')).toBe('')
})
