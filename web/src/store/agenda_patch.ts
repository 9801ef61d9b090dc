/** A patch over the rows of a shard, written as the server writes it. Fetched when a patch comes. Pure; twin: columns.py. */
import { OF_ID, unpacked } from './agenda_columns'
import { shardNumber } from './agenda_rows'
import type { Cells, Packed, Part, Patch, Shard } from './agenda_shapes'
import { isBlank } from './wire'

const ASCII = new TextDecoder()
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Returns the canonical bytes of a shard, over which its name is taken: sorted keys, no spaces, UTF-8. */
export function canonical({ columns, format, rows, values }: Shard): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify({ columns, format, rows, values }))
}

/** Returns the shard with the patch's rows put in and taken out, in the order of ids; each column keeps its form. `rest` lets others have their turn. */
export async function patched(shard: Shard, part: Part, patch: Patch, at: { number: number; count: number }, rest = async () => {}): Promise<Shard> {
  const { values } = shard
  const here = (id: string) => shardNumber(id, at.count) === at.number
  const rows = new Map(rowsOf(shard).map((row) => [String(row[0]), row]))
  await rest()
  for (const id of patch.gone) rows.delete(id)
  for (const row of patch.put[part] ?? []) if (here(String(row[0]))) rows.set(String(row[0]), row)
  if (part === 'details' || part === 'abstracts') for (const [id, row] of rows) if (isBare(row)) rows.delete(id)
  const inOrder = [...rows].sort(([one], [two]) => (one < two ? -1 : 1)).map(([, row]) => row)
  const made = { format: patch.format, columns: patch.columns[part] ?? shard.columns }
  if (!values) return { ...made, rows: inOrder }
  const columns: Packed[] = []
  for (const form of values) {
    await rest()
    columns.push(packed(form, inOrder.map((row) => row[columns.length])))
  }
  return { ...made, values: columns }
}

function rowsOf({ rows, values }: Shard): Cells[] {
  if (!values) return rows ?? []
  const columns = unpacked(values)
  return (columns[0] ?? []).map((_id, at) => columns.map((cells) => cells[at]))
}

/** Tells whether the row says nothing beyond its id; shards leave such details and abstracts out. */
function isBare(row: Cells): boolean {
  return row.slice(1).every(isBlank)
}

/** Returns the cells in the form of the packed ones. */
function packed(form: Packed, cells: Cells): Packed {
  if (Array.isArray(form)) return cells
  if (typeof form === 'string') return packedIds(cells.map(String))
  if (form.count !== undefined) {
    const lists = cells as number[][]
    return { at: planes(lists.flat()), count: planes(lists.map((list) => list.length)) }
  }
  if (!form.of) return { at: planes(cells as number[]) }
  const places = new Map<unknown, number>()
  const at = cells.map((cell) => {
    const place = places.get(cell) ?? places.size
    places.set(cell, place)
    return place
  })
  return { at: planes(at), of: [...places.keys()] }
}

function packedIds(ids: string[]): Packed {
  if (!ids.every((id) => UUID.test(id))) return ids
  const digits = new Uint8Array(OF_ID * ids.length)
  ids.forEach((id, row) => {
    const hex = `${id.replaceAll('-', '')}0`
    for (let place = 0; place < OF_ID; place += 2) {
      const bits = Number.parseInt(hex.slice(place * 1.5, place * 1.5 + 3), 16)
      digits[place * ids.length + row] = digit(bits >> 6)
      digits[(place + 1) * ids.length + row] = digit(bits)
    }
  })
  return ASCII.decode(digits)
}

function planes(numbers: readonly number[]): string {
  const most = numbers.reduce((one, two) => Math.max(one, two), 0)
  let all = ''
  for (let worth = 1; worth <= most; worth *= 64) {
    const digits = new Uint8Array(numbers.length)
    numbers.forEach((number, row) => (digits[row] = digit(Math.floor(number / worth))))
    all = ASCII.decode(digits) + all
  }
  return all
}

/** Returns the character of the last digit. */
function digit(number: number): number {
  const value = number % 64
  return value + (value > 43 ? 49 : 48)
}
