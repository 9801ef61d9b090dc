/** The user's own records as the screens follow them: all that the first screen needs, without what writes them. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { filled, KINDS } from './blank'
import type { Kind, Row } from './kinds'
import { counts, part } from './memory'
import { replay } from './replay'
import type { Entry, ServerRow } from './wire'

type Live<K extends Kind> = ReadonlySignal<ReadonlyMap<string, Row<K>>>

const lives = new Map<Kind, ReadonlySignal<unknown>>()
const bins = new Map<Kind, ReadonlySignal<unknown>>()
/** Records without waiting mutations keep their identity, so that lists redraw only what changed. */
const settledRows = new WeakMap<ServerRow, Row<Kind>>()

/** Mutations not on the server yet. */
export const unsent = computed(() => KINDS.reduce((sum, kind) => sum + part(kind).entries.value.length, 0))
/** What needs a person: held mutations, and rows that a restored server lacks. */
export const attention = computed(() => counts.value.held + counts.value.shelved)

/** Returns the records of the kind that are not deleted, by id, with everything waiting already in them. */
export function live<K extends Kind>(kind: K): Live<K> {
  return collected(lives, kind, true)
}

/** Returns the deleted records of the kind, which `restore` brings back. */
export function bin<K extends Kind>(kind: K): Live<K> {
  return collected(bins, kind, false)
}

function collected<K extends Kind>(known: Map<Kind, ReadonlySignal<unknown>>, kind: K, wanted: boolean): Live<K> {
  const made = known.get(kind) ?? computed(() => collect(kind, wanted))
  known.set(kind, made)
  return made as Live<K>
}

function collect<K extends Kind>(kind: K, wanted: boolean): ReadonlyMap<string, Row<K>> {
  const rows = part(kind).rows.value
  const waiting = byRow(part(kind).entries.value)
  const found = new Map<string, Row<K>>()
  for (const id of new Set([...rows.keys(), ...waiting.keys()])) {
    const [row, entries] = [rows.get(id), waiting.get(id)]
    if (row && !entries) {
      if (row.deleted !== wanted) found.set(id, settledRow(kind, row))
      continue
    }
    const shown = replay(kind, row, entries ?? [])
    if (shown.live === wanted) found.set(id, { ...shown.values, id })
  }
  return found
}

function settledRow<K extends Kind>(kind: K, row: ServerRow): Row<K> {
  const made = (settledRows.get(row) as Row<K> | undefined) ?? { ...filled(kind, row.body), id: row.id }
  settledRows.set(row, made)
  return made
}

function byRow(entries: readonly Entry[]): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>()
  for (const entry of entries) found.set(entry.row, [...(found.get(entry.row) ?? []), entry])
  return found
}
