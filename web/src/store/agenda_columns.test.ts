import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '../../../tests/samples/columns.json'
import { tableOf } from './agenda_columns'
import { canonical, patched } from './agenda_patch'
import { addItems, addPeople, nameAll, type Numbered, type PeopleRead } from './agenda_rows'
import type { Cells, Item, Part, Patch, Shard } from './agenda_shapes'

interface Vector {
  name: string
  kind: Part
  rows: Cells[]
  shard: string
  told: Record<string, unknown>[]
}

const all = vectors as unknown as Vector[]
const ALONE = { number: 0, count: 1 }
const shardIn = (vector: Vector) => JSON.parse(vector.shard) as Shard
const written = (shard: Shard) => new TextDecoder().decode(canonical(shard))

/** A shard of the same forms without rows. */
function emptied(shard: Shard): Shard {
  const values = (shard.values ?? []).map((form) => {
    if (Array.isArray(form)) return []
    return typeof form === 'string' ? '' : { ...form, at: '', ...(form.of && { of: [] }), ...(form.count !== undefined && { count: '' }) }
  })
  return { ...shard, values }
}

function patch(part: Part, put: Cells[], gone: string[] = []): Patch {
  return { format: 3, columns: {}, put: { [part]: put }, gone }
}

describe.each(all)('$name', (vector) => {
  it('is read as the server tells it', () => {
    const { columns, values } = tableOf(shardIn(vector))
    const rows = (values[0] ?? []).map((_id, at) => Object.fromEntries(columns.map((column, place) => [column, values[place]?.[at]])))
    expect(rows).toEqual(vector.told)
  })

  it('is written by a patch to the very bytes', async () => {
    expect(written(await patched(emptied(shardIn(vector)), vector.kind, patch(vector.kind, [...vector.rows].reverse()), ALONE))).toBe(vector.shard)
  })
})

it('comes to the same bytes by any patches, whatever was there before', async () => {
  const { kind, rows, shard } = all.find(({ name }) => name.startsWith('seventy'))!
  const part = (vector: { rows: Cells[] }) => fc.subarray(vector.rows, { minLength: 0 })
  const other = (row: Cells): Cells => row.map((cell, place) => (place === 2 ? 'Another title' : place === 12 ? [70] : cell))
  await fc.assert(
    fc.asyncProperty(part({ rows }), part({ rows }), part({ rows }), async (first, second, gone) => {
      const ids = gone.map((row) => String(row[0]))
      const early = await patched(emptied(JSON.parse(shard) as Shard), kind, patch(kind, first.map(other)), ALONE)
      const late = await patched(early, kind, patch(kind, second, ids), ALONE)
      const wanted = new Map([...first.map(other), ...second].map((row) => [row[0], row]))
      for (const id of ids) if (!second.some((row) => row[0] === id)) wanted.delete(id)
      expect(written(late)).toBe(written(await patched(emptied(late), kind, patch(kind, [...wanted.values()]), ALONE)))
      expect(tableOf(late).values[2]).toEqual([...wanted.values()].sort((one, two) => (String(one[0]) < String(two[0]) ? -1 : 1)).map((row) => row[2]))
    }),
  )
})

it('keeps ids as they are where one is no UUID', async () => {
  const { shard } = all.find(({ name }) => name === 'abstracts')!
  const made = await patched(emptied(JSON.parse(shard) as Shard), 'abstracts', patch('abstracts', [['0000000a', '<p>Yes.</p>']]), ALONE)
  expect(made.values).toEqual([['0000000a'], ['<p>Yes.</p>']])
})

it('gives items their people by number', () => {
  const [items, numbered, read] = [new Map<string, Item>(), [] as Numbered[], { people: new Map(), merged: new Map() } as PeopleRead]
  const find = (name: string) => tableOf(shardIn(all.find((one) => one.name === name)!))
  addItems(items, find('one item'), numbered)
  addPeople(read, find('people'))
  nameAll(numbered, read)
  expect([...items.values()].map(({ title, people, local }) => [title, people, local])).toEqual([
    ['Opening', ['00000002-1f3a-5b7c-8d9e-0a1b2c3d4e02'], '2026-11-30T09:00/2026-11-30T10:00'],
  ])
})
