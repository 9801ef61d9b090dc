/** Reading a whole agenda from this phone in small steps, so that a tap in between is answered at once. */
import { tableOf } from './agenda_columns'
import { heldShards } from './agenda_database'
import { addItems, addPeople, leadItems, nameAll, settled, type Numbered, type PeopleRead } from './agenda_rows'
import type { AgendaPerson, Item, Manifest, Table } from './agenda_shapes'

/** Shards asked for in one transaction; each is at most some 500 kB. */
const AT_ONCE = 4
/** Milliseconds of work before others get their turn. */
const TURN = 8
/** Milliseconds after which one rather sees a list without names than none. */
const LONG = 150

export interface AgendaRead {
  items: Map<string, Item>
  people: Map<string, AgendaPerson>
}

/** Returns the items and people of the manifest's shards that are on this phone; where that takes long, items come first. */
export async function readHeld({ shards }: Manifest, early: (items: Map<string, Item>) => void): Promise<AgendaRead> {
  const began = performance.now()
  const items = new Map<string, Item>()
  const numbered: Numbered[] = []
  const read: PeopleRead = { people: new Map(), merged: new Map() }
  await each(shards.list, (table) => addItems(items, table, numbered))
  const isEarly = performance.now() - began > LONG
  if (isEarly) early(items)
  await each(shards.people, (table) => addPeople(read, table))
  nameAll(numbered, read)
  const people = settled(read)
  leadItems(items, read)
  return { items: isEarly ? new Map(items) : items, people } // another map, so that the names are seen
}

async function each(names: readonly string[], take: (table: Table) => void): Promise<void> {
  const rest = turns()
  for (let at = 0; at < names.length; at += AT_ONCE) {
    for (const shard of await heldShards(names.slice(at, at + AT_ONCE))) {
      if (!shard) continue
      const table = tableOf(shard)
      await rest()
      take(table)
      await rest()
    }
  }
}

/** Returns what to call between the steps of long work, so that others get their turn. */
export function turns(): () => Promise<void> {
  let began = performance.now()
  return async () => {
    if (performance.now() - began <= TURN) return
    await breath()
    began = performance.now()
  }
}

/** Lets the browser draw and answer. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
