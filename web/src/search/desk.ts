/** Answers queries over one agenda on this phone; a newer query takes the place of one still waiting. */
import { tableOf } from '../store/agenda_columns'
import type { StoredManifest } from '../store/agenda_database'
import { addItems, addPeople, nameAll, settled, type Numbered, type PeopleRead } from '../store/agenda_rows'
import type { Item, Shard } from '../store/agenda_shapes'
import { isOn, passes, type Filter } from '../views/filter'
import { around } from '../views/search'
import { addAbstracts, corpusOf, plain, type Corpus } from './corpus'
import { MOST_HITS, type Answer, type Find, type FoundPeople, type Hit, type Open } from './messages'
import { named } from './people'
import { far, search, searchSegment, type Search } from './ranked'

const AT_ONCE = 16
/** Milliseconds of work before a newer query gets its turn. */
const TURN = 12
/** Hits in abstracts that show where they were found. */
const MOST_PARTS = 30
/** The server is asked for so many letters or more, and when so many milliseconds have gone by without another one. */
const LEAST_LETTERS = 3
const PAUSE = 250

/** Where the agenda is read from. */
export interface Shelf {
  manifest: (conference: string) => Promise<StoredManifest | undefined>
  shards: (names: readonly string[]) => Promise<(Shard | undefined)[]>
  /** What the server finds in abstracts that are not here. */
  far: (conference: string, query: string, stop: AbortSignal) => Promise<Hit[]>
}

interface Opened {
  version: string
  stored: StoredManifest
  corpus: Corpus
  /** Shards of abstracts that were read. */
  read: Set<string>
}

export class Desk {
  private opened: Opened | null = null
  private waiting: Find | null = null
  private isBusy = false
  private opening: Promise<void> = Promise.resolve()
  private stop = new AbortController()

  constructor(
    private readonly shelf: Shelf,
    private readonly say: (answer: Answer) => void,
  ) {}

  /** Reads the agenda, or what has come to it since. */
  async open(asked: Open): Promise<void> {
    this.opening = this.opening.then(() => this.read(asked)).catch(() => undefined)
    await this.opening
    await this.work()
  }

  /** Answers the query, unless a newer one comes before its turn. */
  async find(asked: Find): Promise<void> {
    this.waiting = asked
    this.stop.abort() // what the server was asked before is not wanted any more
    this.stop = new AbortController()
    void this.askFar(asked.query.trim(), this.stop.signal)
    await this.work()
  }

  /** Asks the server once nobody types, for what stands in abstracts that are not on this phone. */
  private async askFar(query: string, stop: AbortSignal): Promise<void> {
    if (query.length < LEAST_LETTERS) return
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
    await this.opening
    const { opened } = this
    if (stop.aborted || !opened || opened.read.size >= opened.stored.manifest.shards.abstracts.length) return
    const hits = await this.shelf.far(opened.stored.conference, query, stop).catch(() => [])
    if (!stop.aborted && hits.length > 0) this.say({ kind: 'far', query, hits })
  }

  private async work(): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    while (this.waiting && this.opened) {
      const next = this.waiting
      this.waiting = null
      await this.answer(next, this.opened)
    }
    this.isBusy = false
  }

  private async answer(asked: Find, opened: Opened): Promise<void> {
    const began = performance.now()
    const { corpus } = opened
    const under = search(corpus, asked.query, passing(asked.filter, new Set(asked.flagged)))
    const near = hitsAt(corpus, under.near)
    const complete = corpus.segments.length === 0
    const own = { kind: 'found', turn: asked.turn, query: asked.query, people: peopleAt(corpus, under) } as const
    this.say({ ...own, hits: near, total: under.near.length, complete, took: performance.now() - began })
    if (complete || !(await this.lookThrough(under, corpus))) return
    const found = far(under)
    const more = hitsAt(corpus, found.slice(0, Math.max(0, MOST_HITS - near.length)))
    const took = performance.now() - began
    const hits = [...near, ...(await this.withParts(more, under.words, opened))]
    this.say({ ...own, hits, total: under.near.length + found.length, complete: true, took })
  }

  /** Looks through the abstracts; false when a newer query came. */
  private async lookThrough(under: Search, corpus: Corpus): Promise<boolean> {
    let began = performance.now()
    for (const segment of corpus.segments) {
      searchSegment(under, segment)
      if (performance.now() - began < TURN) continue
      await breath()
      if (this.waiting) return false
      began = performance.now()
    }
    return true
  }

  /** Reads again the abstracts of the first hits, for the words around what was found. */
  private async withParts(hits: readonly Hit[], words: readonly string[], { stored }: Opened): Promise<Hit[]> {
    const names = stored.manifest.shards.abstracts
    const first = hits.slice(0, MOST_PARTS)
    const wanted = [...new Set(first.map(({ id }) => names[Number.parseInt(id.slice(0, 8), 16) % names.length] ?? ''))]
    const texts = new Map((await this.shelf.shards(wanted)).flatMap((shard) => (shard ? abstractsIn(shard) : [])))
    return hits.map(({ id }) => ({ id, part: around(plain(texts.get(id) ?? ''), words) ?? '' }))
  }

  private async read({ conference, version }: Open): Promise<void> {
    if (this.opened?.version !== version) {
      const stored = await this.shelf.manifest(conference)
      if (!stored) return
      const corpus = await this.corpus(stored)
      this.opened = { version, stored, corpus, read: new Set() }
      this.tell(this.opened)
      await this.work()
    }
    if (this.opened) await this.readAbstracts(this.opened)
  }

  private async corpus({ manifest }: StoredManifest): Promise<Corpus> {
    const items = new Map<string, Item>()
    const numbered: Numbered[] = []
    const read: PeopleRead = { people: new Map(), merged: new Map() }
    await this.each(manifest.shards.list, (shard) => addItems(items, tableOf(shard), numbered))
    await this.each(manifest.shards.people, (shard) => addPeople(read, tableOf(shard)))
    nameAll(numbered, read)
    return corpusOf(items.values(), settled(read))
  }

  private async readAbstracts(opened: Opened): Promise<void> {
    const missing = opened.stored.manifest.shards.abstracts.filter((name) => !opened.read.has(name))
    await this.each(missing, (shard, name) => {
      addAbstracts(opened.corpus, abstractsIn(shard))
      opened.read.add(name)
    })
    this.tell(opened)
  }

  private async each(names: readonly string[], take: (shard: Shard, name: string) => void): Promise<void> {
    for (let at = 0; at < names.length; at += AT_ONCE) {
      const batch = names.slice(at, at + AT_ONCE)
      const shards = await this.shelf.shards(batch)
      batch.forEach((name, place) => {
        const shard = shards[place]
        if (shard) take(shard, name)
      })
    }
  }

  private tell({ version, stored, read }: Opened): void {
    this.say({ kind: 'state', version, abstracts: { here: read.size, all: stored.manifest.shards.abstracts.length } })
  }
}

function hitsAt({ items }: Corpus, places: readonly number[]): Hit[] {
  return places.slice(0, MOST_HITS).flatMap((place) => {
    const item = items[place]
    return item ? [{ id: item.id, part: null }] : []
  })
}

function peopleAt({ folk, items }: Corpus, { words, allowed }: Search): FoundPeople {
  const { parts, total } = named(folk, words, allowed)
  return { hits: parts.map(({ id, places }) => ({ id, items: places.map((place) => items[place]?.id ?? '') })), total }
}

function passing(filter: Filter, flagged: ReadonlySet<string>): ((item: Item) => boolean) | null {
  return isOn(filter) ? (item) => passes(item, filter, ({ id }) => flagged.has(id)) : null
}

function abstractsIn(shard: Shard): [id: string, html: string][] {
  const { columns, values } = tableOf(shard)
  const [ids = [], abstracts = []] = [values[columns.indexOf('id')], values[columns.indexOf('abstract')]]
  return ids.map((id, at) => [String(id), String(abstracts[at] ?? '')])
}

function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
