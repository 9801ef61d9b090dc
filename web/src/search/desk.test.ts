import { afterEach, describe, expect, it, vi } from 'vitest'
import type { StoredManifest } from '../store/agenda_database'
import type { Shard } from '../store/agenda_shapes'
import { NO_FILTER } from '../views/filter'
import { Desk, type Shelf } from './desk'
import { MOST_HITS, type Answer, type Find } from './messages'

const LIST = ['id', 'kind', 'title', 'people', 'status']
const shelf = new Map<string, Shard>([
  ['l', { format: 1, columns: LIST, rows: [['00000001-a', 'talk', 'Liver dose', [], 'confirmed'], ['00000002-b', 'poster', 'Bones', [], 'confirmed']] }],
  ['a0', { format: 1, columns: ['id', 'abstract'], rows: [['00000002-b', '<p>The liver was spared.</p>']] }],
])
const NOBODY = { hits: [], total: 0 }
const manifest: StoredManifest = {
  conference: 'c',
  sha256: 'v1',
  manifest: { format: 1, conference: {}, version: 1, patches: {}, shards: { list: ['l'], people: [], details: [], abstracts: ['a0', 'a1'] } },
}

/** The desk's clocks, so that it is never late; and milliseconds longer than it waits for another letter. */
const CLOCK = ['setTimeout', 'performance'] as const
const LONG = 300

const nothing: Shelf['far'] = async () => []

function desk(shards = shelf, far = nothing, stored = manifest) {
  const said: Answer[] = []
  const made = new Desk(
    { manifest: async () => stored, shards: async (names) => names.map((name) => shards.get(name)), far },
    (answer) => said.push(answer.kind === 'found' ? { ...answer, took: 0 } : answer),
  )
  return { made, said }
}

const ask = (turn: number, query: string, values: Partial<Find> = {}): Find => ({
  kind: 'find', turn, query, filter: NO_FILTER, flagged: [], ...values,
})
const OPEN = { kind: 'open', conference: 'c', version: 'v1' } as const

afterEach(() => void vi.useRealTimers())

describe('the desk', () => {
  it('says what it can see, answers at once, and then with what abstracts say', async () => {
    const { made, said } = desk()
    await made.open(OPEN)
    await made.find(ask(1, 'liver'))

    const near = { id: '00000001-a', part: null }
    expect(said).toEqual([
      { kind: 'state', version: 'v1', abstracts: { here: 0, all: 2 } },
      { kind: 'state', version: 'v1', abstracts: { here: 1, all: 2 } },
      { kind: 'found', turn: 1, query: 'liver', people: NOBODY, hits: [near], total: 1, complete: false, took: 0 },
      {
        kind: 'found', turn: 1, query: 'liver', people: NOBODY, total: 2, complete: true, took: 0,
        hits: [near, { id: '00000002-b', part: 'The liver was spared.' }],
      },
    ])
  })

  it('answers only the newest of the queries that came while it was opening', async () => {
    const { made, said } = desk()
    await Promise.all([made.open(OPEN), made.find(ask(1, 'l')), made.find(ask(2, 'bones'))])
    expect(said.flatMap((one) => (one.kind === 'found' ? [one.turn] : []))).toEqual([2])
  })

  it('keeps to the filter and to what is flagged', async () => {
    const { made, said } = desk()
    await made.open(OPEN)
    await made.find(ask(1, 'o', { filter: { ...NO_FILTER, flagged: true }, flagged: ['00000002-b'] }))
    expect(said.at(-1)).toMatchObject({ total: 1, hits: [{ id: '00000002-b' }] })
  })

  it('names people with what they take part in, in both parts of an answer', async () => {
    const list: Shard = { format: 1, columns: LIST, rows: [['00000001-a', 'talk', 'Liver dose', ['p', 'q'], 'confirmed']] }
    const persons: Shard = { format: 1, columns: ['id', 'name', 'merged_into'], rows: [['p', 'Bo Quill', null], ['q', 'B. Quill', 'p']] }
    const [stored, shards] = [structuredClone(manifest), new Map([...shelf, ['l', list], ['p', persons]])]
    stored.manifest.shards.people = ['p']
    const { made, said } = desk(shards, nothing, stored)
    await made.open(OPEN)
    await made.find(ask(1, 'quill'))
    const people = { hits: [{ id: 'p', items: ['00000001-a'] }], total: 1 }
    expect(said.slice(-2)).toMatchObject([{ people, complete: false }, { people, complete: true }])
  })

  it('sees abstracts that come later', async () => {
    const shards = new Map(shelf)
    const { made, said } = desk(shards)
    await made.open(OPEN)
    shards.set('a1', { format: 1, columns: ['id', 'abstract'], rows: [['00000001-a', '<p>Forty patients</p>']] })
    await made.open(OPEN)
    await made.find(ask(1, 'forty'))
    expect(said.at(-1)).toMatchObject({ total: 1, hits: [{ id: '00000001-a', part: 'Forty patients' }] })
  })

  it('names the best of many and counts them all', async () => {
    const rows = Array.from({ length: MOST_HITS + 5 }, (_one, place) => [`0000${place}`, 'talk', 'Dose', [], 'confirmed'])
    const { made, said } = desk(new Map([['l', { format: 1, columns: LIST, rows }]]))
    await made.open(OPEN)
    await made.find(ask(1, 'dose'))
    const last = said.at(-1)
    expect(last?.kind === 'found' && [last.hits.length, last.total]).toEqual([MOST_HITS, MOST_HITS + 5])
  })

  it('asks the server once nobody types, for what stands in abstracts that are not here', async () => {
    vi.useFakeTimers({ toFake: [...CLOCK] })
    const hits = [{ id: '00000001-a', part: 'a far word' }]
    const asked: string[] = []
    const { made, said } = desk(shelf, async (conference, query) => {
      asked.push(`${conference} ${query}`)
      return hits
    })
    await made.open(OPEN)
    for (const [turn, query] of ['wo', 'wor', 'word '].entries()) await made.find(ask(turn, query))
    expect(asked).toEqual([])
    await vi.advanceTimersByTimeAsync(LONG)
    expect(said.at(-1)).toEqual({ kind: 'far', query: 'word', hits })
    expect(asked).toEqual(['c word'])
  })

  it.each([
    ['two letters', 'wo', shelf, async () => [{ id: 'x', part: '' }]],
    ['a phone that holds all abstracts', 'word', new Map([...shelf, ['a1', shelf.get('a0') as Shard]]), async () => [{ id: 'x', part: '' }]],
    ['a server that fails', 'word', shelf, () => Promise.reject(new TypeError('no network'))],
    ['a server that finds nothing', 'word', shelf, async () => []],
  ])('shows nothing from the server for %s', async (_name, query, shards, far) => {
    vi.useFakeTimers({ toFake: [...CLOCK] })
    const { made, said } = desk(shards, far)
    await made.open(OPEN)
    await made.find(ask(1, query))
    await vi.advanceTimersByTimeAsync(LONG)
    expect(said.filter((one) => one.kind === 'far')).toEqual([])
  })
})
