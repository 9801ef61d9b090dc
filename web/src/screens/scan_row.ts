/** A row of badges, one after the other: each is kept at once and the camera goes on. */
import { signal, type ReadonlySignal } from '@preact/signals'
import type { Hit } from '../scanner/scanner'
import type { Row } from '../store/kinds'
import { live } from '../store/records'
import { begin, NotAPerson, resume, type Captured } from './capture_data'

/** One badge of the row. Whose it is, and whether it is still there, is asked of the store: it may be named meanwhile. */
export interface InRow {
  key: number
  raw: string
  /** Null for what must not be kept. */
  captured: Captured | null
  /** What the code is, when it is no person. */
  words: string | null
}

export interface BadgeRow {
  /** The last one first. */
  list: ReadonlySignal<readonly InRow[]>
  /** Keeps the badge; rejects with NotStored. A badge that was just read is not kept twice, it comes to the top. */
  add: (hit: Hit, stored?: string | null) => Promise<InRow>
}

/** The same badge after so long is another meeting; before, the camera only sees it once more. */
const ANOTHER = 10 * 60_000

export interface RowCount {
  people: number
  nameless: number
  others: number
}

/** Begins a row. Badges are kept one by one, in the order in which they were read. */
export function startRow(): BadgeRow {
  const list = signal<readonly InRow[]>([])
  let last: Promise<unknown> = Promise.resolve()
  let keys = 0

  const put = (one: InRow): InRow => {
    list.value = [one, ...list.peek().filter((other) => other !== one && (other.raw !== one.raw || isKept(other)))]
    return one
  }
  const keep = async (hit: Hit, stored: string | null): Promise<InRow> => {
    const before = list.peek().find((one) => one.raw === hit.raw)
    if (before && isJustKept(before)) return put(before)
    keys += 1
    return put({ key: keys, raw: hit.raw, ...(await understood(hit, stored)) })
  }
  const add = (hit: Hit, stored: string | null = null): Promise<InRow> => {
    const next = last.then(() => keep(hit, stored))
    last = next.catch(() => undefined)
    return next
  }
  return { list, add }
}

async function understood(hit: Hit, stored: string | null): Promise<Pick<InRow, 'captured' | 'words'>> {
  try {
    return { captured: await begin(hit, stored), words: null }
  } catch (fault) {
    if (!(fault instanceof NotAPerson)) throw fault
    const scan = live('scan').value.get(fault.scan ?? '')
    return { captured: scan ? resume(scan) : null, words: fault.message }
  }
}

/** Whether the badge is still among what was scanned. */
export function isKept({ captured }: InRow): boolean {
  return captured?.scan != null && live('scan').value.has(captured.scan)
}

const isJustKept = (one: InRow): boolean => one.captured === null || (isKept(one) && Date.now() - one.captured.at.getTime() < ANOTHER)

/** Whose badge it is; null while it belongs to nobody. */
export function ownerInRow({ captured }: InRow): Row<'contact'> | null {
  const contact = live('scan').value.get(captured?.scan ?? '')?.contact
  return live('contact').value.get(contact ?? '') ?? null
}

/** What the row holds now; what was taken out does not count. */
export function countRow(row: readonly InRow[]): RowCount {
  const kept = row.filter(isKept)
  const people = kept.filter((one) => ownerInRow(one) !== null).length
  const others = kept.filter((one) => one.words !== null && ownerInRow(one) === null).length
  return { people, others, nameless: kept.length - people - others }
}

/** "12 badges scanned: 7 people, 4 without a name, 1 no person". */
export function countWords({ people, nameless, others }: RowCount): string {
  const all = people + nameless + others
  const parts = [
    people > 0 && (people === 1 ? '1 person' : `${people} people`),
    nameless > 0 && `${nameless} without a name`,
    others > 0 && `${others} no person`,
  ].filter((part) => part)
  const scanned = all === 1 ? '1 badge scanned' : `${all} badges scanned`
  return parts.length === 0 ? scanned : `${scanned}: ${parts.join(', ')}`
}
