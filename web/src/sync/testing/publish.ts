/** Publishing an agenda on the server of the tests: shards, manifest and patches under their SHA-256. */
import { canonical, shardNumber } from '../../store/agenda_rows'
import type { Cells, Part, Shard } from '../../store/agenda_shapes'
import { digest } from '../../store/digest'
import type { Server } from './server'

export const COLUMNS: Record<Part, string[]> = {
  list: ['id', 'kind', 'title', 'track', 'room', 'starts', 'ends', 'local', 'day_on', 'board', 'number', 'parent', 'people', 'status'],
  details: ['id', 'subtitle', 'day_label', 'credit', 'roles', 'marks', 'links', 'language'],
  people: ['id', 'name', 'sort_name', 'degrees', 'affiliation', 'merged_into', 'number'],
  abstracts: ['id', 'abstract'],
}
const COUNTS: Record<Part, number> = { list: 3, details: 1, people: 2, abstracts: 2 }

export type Agenda = Partial<Record<Part, Cells[]>>

/** Puts the agenda on the server as the only conference's newest version; returns the manifest's name. */
export async function publish(server: Server, agenda: Agenda, patches: Record<string, string> = {}, version = 1, format = 1): Promise<string> {
  const shards: Partial<Record<Part, string[]>> = {}
  for (const part of Object.keys(COLUMNS) as Part[]) {
    shards[part] = []
    for (let number = 0; number < COUNTS[part]; number += 1) {
      const here = (agenda[part] ?? []).filter((row) => shardNumber(String(row[0]), COUNTS[part]) === number)
      const rows = here.sort(([one], [two]) => (String(one) < String(two) ? -1 : 1))
      const shard: Shard = { columns: COLUMNS[part], format, rows }
      shards[part].push(await file(server, new TextDecoder().decode(canonical(shard))))
    }
  }
  const manifest = { format, conference: {}, version, rooms: [], tracks: [], shards, patches }
  const name = await file(server, JSON.stringify(manifest))
  server.conferences = [{ ...CONFERENCE, manifest: name }]
  server.manifests = { [CONFERENCE.id]: name }
  return name
}

/** Puts any text on the server under the name of its bytes. */
export async function file(server: Server, text: string): Promise<string> {
  const name = await digest(new TextEncoder().encode(text))
  server.files.set(`${name}.json`, text)
  return name
}

export const CONFERENCE = {
  id: 'a0000000-0000-5000-8000-000000000001',
  slug: 'demo',
  name: 'Demo Meeting',
  zone: 'America/Chicago',
  first_day: '2026-11-29',
  last_day: '2026-12-03',
  public: true,
  mine: false,
  manifest: null,
}

/** Returns the cells of a talk. */
export function talk(id: string, title: string, people: (string | number)[] = []): Cells {
  return [id, 'talk', title, null, 'S406', '2026-11-30T15:00:00Z', null, '2026-11-30T09:00', '2026-11-30', null, null, null, people, 'confirmed']
}

/** Returns the cells of a person. */
export function person(id: string, name: string, mergedInto: string | null = null, number: number | null = null): Cells {
  return [id, name, '', ['MD'], 'Northside', mergedInto, number]
}
