/** All records of the user in memory, as signals: rows and waiting mutations by kind. The database is the truth. */
import { signal, type Signal } from '@preact/signals'
import { isKind, KINDS } from './blank'
import type { Kind } from './kinds'
import type { Entry, ServerRow } from './wire'

type Rows = ReadonlyMap<string, ServerRow>

interface Part {
  rows: Signal<Rows>
  /** In the order of the outbox. */
  entries: Signal<readonly Entry[]>
}

export interface Counts {
  held: number
  shelved: number
}

const parts = new Map<Kind, Part>(
  KINDS.map((kind) => [kind, { rows: signal<Rows>(new Map()), entries: signal<readonly Entry[]>([]) }]),
)

export const counts = signal<Counts>({ held: 0, shelved: 0 })
/** Whether the store of who is here was read: before that nobody may say that all is sent. */
export const known = signal(false)
/** Rises with every write on this phone; the sync loop listens. */
export const writes = signal(0)

/** Rises when the server turns out to have been restored: what an editor had seen before proves nothing now. */
export const timeline = signal(0)

let generation = 0

/** Returns a number that rises with all that is shown: what was read before it rose is out of date. */
export const shownSoFar = (): number => generation

/** Makes every reading that is under way read once more. */
export function outdate(): void {
  generation += 1
}

/** Returns the signals of one kind. */
export function part(kind: Kind): Part {
  const found = parts.get(kind)
  if (!found) throw new RangeError(`No such kind: ${kind}`)
  return found
}

/** Shows nothing: between two users nobody sees the other's records. */
export function clear(): void {
  generation += 1
  known.value = false
  show([], [], { held: 0, shelved: 0 })
}

/** Shows entries that were just written, each in its place, without those that were folded into them. */
export function showEntries(written: readonly Entry[], gone: ReadonlySet<number>): void {
  generation += 1
  for (const [kind, entries] of byKind(written)) {
    const names = new Set(entries.map((entry) => entry.n))
    const kept = part(kind).entries.value.filter((entry) => !names.has(entry.n) && !gone.has(entry.n))
    part(kind).entries.value = [...kept, ...entries].sort((one, two) => one.n - two.n)
  }
}

/** Shows what an answer brought: its rows, without the entries that the server now has. */
export function showAnswer(rows: readonly ServerRow[], gone: ReadonlySet<string>, now: Counts): void {
  generation += 1
  for (const [kind, changed] of byKind(rows)) {
    part(kind).rows.value = new Map([...part(kind).rows.value, ...changed.map((row) => [row.id, row] as const)])
  }
  for (const { entries } of parts.values()) {
    if (entries.value.some((entry) => gone.has(entry.id))) {
      entries.value = entries.value.filter((entry) => !gone.has(entry.id))
    }
  }
  counts.value = now
}

/** Shows all that the phone holds of the user. */
export function show(rows: readonly ServerRow[], entries: readonly Entry[], now: Counts): void {
  const [rowsOf, entriesOf] = [byKind(rows), byKind(entries)]
  for (const [kind, { rows: held, entries: waiting }] of parts) {
    held.value = new Map((rowsOf.get(kind) ?? []).map((row) => [row.id, row]))
    waiting.value = entriesOf.get(kind) ?? []
  }
  counts.value = now
}

function byKind<T extends { kind: string }>(things: readonly T[]): Map<Kind, T[]> {
  const found = new Map<Kind, T[]>()
  for (const thing of things) {
    if (!isKind(thing.kind)) continue
    const list = found.get(thing.kind)
    if (list) list.push(thing)
    else found.set(thing.kind, [thing])
  }
  return found
}
