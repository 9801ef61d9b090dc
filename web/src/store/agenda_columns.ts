/** The columns of a shard unpacked, and the times of its items told. Pure; twins: columns.py and clocks.py in server/agenda. */
import { transposed } from './agenda_rows'
import type { Cells, Packed, Shard, Table } from './agenda_shapes'

type Words = { at: string; of: Cells }

/** Digits of an id: of its 16 bytes. */
export const OF_ID = 22
const ID_LENGTH = 36
const APART = ID_LENGTH + 1
const HYPHEN = 45
const MINUTE = 60_000
const NIGHT = 300 * MINUTE // of a day, which belongs to the one before

const TIMES = 4 // columns
const MOST_TIMES = 20_000
const times = new Map<string, Cells>() // the shards of an agenda have the same ones

/** Returns the cells of a shard of any format; times of items are texts, as in the first ones. */
export function tableOf(shard: Shard): Table {
  const { columns, values } = shard
  if (!values) return transposed(shard)
  const first = columns.indexOf('starts') // the other times stand beside it
  if (first < 0) return { columns, values: unpacked(values) }
  const cells = unpacked([...values.slice(0, first), ...values.slice(first + TIMES)])
  cells.splice(first, 0, ...told(values.slice(first, first + TIMES) as Words[], cells[0]?.length ?? 0))
  return { columns, values: cells }
}

/** Returns the cells of each column; the first one, of ids, tells how many there are. */
export function unpacked(values: readonly Packed[]): Cells[] {
  let count = 0
  return values.map((packed) => {
    const cells = cellsIn(packed, count)
    count = cells.length
    return cells
  })
}

function cellsIn(packed: Packed, count: number): Cells {
  if (Array.isArray(packed)) return packed
  if (typeof packed === 'string') return idsIn(packed)
  const { of } = packed
  if (packed.count === undefined) {
    const at = numbersIn(packed.at, count)
    return of ? at.map((place) => of[place]) : at
  }
  const lengths = numbersIn(packed.count, count)
  const every = numbersIn(packed.at, lengths.reduce((sum, length) => sum + length, 0))
  let end = 0
  return lengths.map((length) => every.slice(end, (end += length)))
}

function numbersIn(planes: string, count: number): number[] {
  const found = Array<number>(count).fill(0)
  for (let at = 0, row = 0; at < planes.length; at++) {
    found[row] = (found[row] ?? 0) * 64 + digitAt(planes, at)
    if (++row === count) row = 0
  }
  return found
}

/** The digits are the characters from "0" on, without the backslash. */
function digitAt(planes: string, at: number): number {
  const character = planes.charCodeAt(at)
  return character - (character > 91 ? 49 : 48)
}

/** All ids are written into one text and cut out of it; two digits are three hexadecimal ones, the last of 33 is none. */
function idsIn(planes: string): string[] {
  const count = planes.length / OF_ID
  const text = new Uint8Array(count * APART).fill(HYPHEN)
  for (let row = 0; row < count; row++) {
    let place = row * APART
    for (let at = row, hex = 0; hex < 33; at += 2 * count) {
      const bits = digitAt(planes, at) * 64 + digitAt(planes, at + count)
      for (let shift = 8; shift >= 0; shift -= 4) {
        const value = (bits >> shift) & 15
        if (hex++ % 4 === 0 && hex > 8 && hex < 22) place++ // a hyphen
        text[place++] = value + (value < 10 ? 48 : 87)
      }
    }
  }
  const all = new TextDecoder().decode(text)
  return Array.from({ length: count }, (_one, row) => all.slice(row * APART, row * APART + ID_LENGTH))
}

/** Returns the columns of times as texts; most items share theirs with others. */
function told(columns: Words[], count: number): Cells[] {
  const places = columns.map(({ at }) => numbersIn(at, count))
  const isExact = columns.reduce((product, { of }) => product * of.length, 1) <= Number.MAX_SAFE_INTEGER
  const keys = Array<number>(count).fill(0)
  columns.forEach(({ of }, which) => places[which]?.forEach((place, row) => (keys[row] = isExact ? (keys[row] ?? 0) * of.length + place : row)))
  const known = new Map<number, Cells>()
  const rows = keys.map((key, row) => {
    const before = known.get(key)
    if (before) return before
    const texts = textsOf(columns.map(({ of }, which) => of[places[which]?.[row] ?? 0]))
    known.set(key, texts)
    return texts
  })
  return columns.map((_column, which) => rows.map((texts) => texts[which]))
}

/** The end is minutes after the start, the clock minutes ahead of UTC, the day 0 where the clock tells it; or they are texts. */
function textsOf(said: Cells): Cells {
  const key = said.join()
  const before = times.get(key)
  if (before) return before
  if (times.size > MOST_TIMES) times.clear()
  const [start, ends, local, day] = said
  const [from, ahead] = [Date.parse(String(start)), Number(local) * MINUTE]
  const to = typeof ends === 'number' ? from + ends * MINUTE : Date.parse(String(ends))
  const clock = (instant: number) => iso(instant + ahead).slice(0, 19).replace(/:00$/, '')
  const wall = typeof local !== 'number' ? local : ends === null ? clock(from) : `${clock(from)}/${clock(to)}`
  const follows = () => wall && iso(Date.parse(`${String(wall).slice(0, 16)}Z`) - NIGHT).slice(0, 10)
  const texts = [start, typeof ends === 'number' ? iso(to).replace('.000', '') : ends, wall, day === 0 ? follows() : day]
  times.set(key, texts)
  return texts
}

function iso(instant: number): string {
  return new Date(instant).toISOString()
}
