/** Publishing an agenda on the server of the tests: shards, manifest and patches under their SHA-256. */
import { canonical, patched } from '../../store/agenda_patch'
import type { Cells, Packed, Part, Shard } from '../../store/agenda_shapes'
import { digest } from '../../store/digest'
import type { Server } from './server'

export const COLUMNS: Record<Part, string[]> = {
  list: ['id', 'kind', 'title', 'track', 'room', 'starts', 'ends', 'local', 'day_on', 'board', 'number', 'parent', 'people', 'status'],
  details: ['id', 'subtitle', 'day_label', 'credit', 'roles', 'marks', 'links', 'language'],
  people: ['id', 'name', 'sort_name', 'degrees', 'affiliation', 'merged_into', 'number'],
  abstracts: ['id', 'abstract'],
}
/** The forms of these columns since format 3. */
const WORDS = { at: '', of: [] }
const FORMS: Record<Part, Packed[]> = {
  list: ['', WORDS, [], ...Array<Packed>(9).fill(WORDS), { at: '', count: '' }, WORDS],
  details: ['', [], WORDS, [], [], [], [], WORDS],
  people: ['', [], [], [], WORDS, WORDS, { at: '' }],
  abstracts: ['', []],
}
const COUNTS: Record<Part, number> = { list: 3, details: 1, people: 2, abstracts: 2 }

export type Agenda = Partial<Record<Part, Cells[]>>

/** Puts the agenda on the server as the only conference's newest version; returns the manifest's name. `formats` are those of its list's shards. */
export async function publish(server: Server, agenda: Agenda, patches: Record<string, string> = {}, version = 1, format = 1, formats: number[] = []): Promise<string> {
  const shards: Partial<Record<Part, string[]>> = {}
  for (const part of Object.keys(COLUMNS) as Part[]) {
    shards[part] = []
    for (let number = 0; number < COUNTS[part]; number += 1) {
      const form = (part === 'list' ? formats[number] : undefined) ?? format
      const empty: Shard = { columns: COLUMNS[part], format: form, ...(form < 3 ? { rows: [] } : { values: FORMS[part] }) }
      const patch = { format: form, columns: {}, put: agenda, gone: [] }
      const shard = await patched(empty, part, patch, { number, count: COUNTS[part] })
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

/** Returns the cells of a talk of 45 minutes as they are since format 3; without a length the talk has no end. */
export function brief(id: string, title: string, people: number[] = [], length: number | null = 45): Cells {
  return [id, 'talk', title, null, 'S406', '2026-11-30T15:00:00Z', length, -360, 0, null, null, null, people, 'confirmed']
}

/** Returns the cells of a person. */
export function person(id: string, name: string, mergedInto: string | null = null, number: number | null = null): Cells {
  return [id, name, '', ['MD'], 'Northside', mergedInto, number]
}
