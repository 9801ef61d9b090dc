/** The calls of an import: a file or link for a preview, change an answer, run with progress; and looking for changes. */
import { signal } from '@preact/signals'
import { ApiProblem, call, upload as sendFile } from '../store/api'
import { lines } from '../store/api_lines'
import type { Table } from '../views/columns'
import type { Source } from '../views/sources'

export interface Warned {
  where: string
  message: string
}

/** What the file holds and what taking it in would change, or changed; `conference` is its slug. */
export interface Report {
  conference: string
  format: string
  sessions: number
  posters: number
  people: number
  rooms: number
  tracks: number
  added: number
  changed: number
  moved: number
  cancelled: number
  unchanged: number
  warnings: Warned[]
}

export interface Question {
  kind: 'zone' | 'date_order' | 'part'
  message: string
  choices: string[]
}

export interface Preview {
  id: string
  conference: { slug: string; name: string; zone: string | null; known: boolean }
  /** Why the file cannot be imported before its columns are named. */
  blocked: string | null
  mapping: Table[]
  samples: { title: string; when: string | null; room: string; track: string; board: string; people: string[] }[]
  questions: Question[]
  report: Report
}

export interface Progress {
  stage: string
  done: number
  total: number
}

export type Chosen = { file: File } | { url: string }

/** What a guest chose to import and then signed in for; it outlives the change of user, which makes every screen anew. */
export const signedInFor = signal<Chosen | null>(null)

/** Whether the page of an import is open. */
export const isOpen = (): boolean => /^\/import\/*$/.test(location.pathname)

/** Sends the file and returns what was understood. */
export async function upload(file: File): Promise<Preview> {
  const headers = { 'Content-Type': 'application/octet-stream', 'X-File-Name': encodeURIComponent(file.name) }
  return await sendFile<Preview>('POST', '/api/imports', file, headers)
}

/** Has the server fetch the link and returns what was understood; it may take its time. */
export function fetchFrom(url: string): Promise<Preview> {
  return sendFile<Preview>('POST', '/api/imports', JSON.stringify({ url }), { 'Content-Type': 'application/json' })
}

/** Where one's own conferences came from, the one looked at last first. */
export async function listSources(): Promise<Source[]> {
  return (await call<{ sources: Source[] }>('GET', '/api/sources')).sources
}

/** Answers a question of the preview and returns the new one. */
export function change(id: string, changes: Record<string, unknown>): Promise<Preview> {
  return call<Preview>('PATCH', `/api/imports/${id}`, changes)
}

/** Takes the file in; progress comes line by line, the last line is the report. */
export function run(id: string, onProgress: (progress: Progress) => void): Promise<Report> {
  return reported(`/api/imports/${id}/run`, onProgress)
}

/** Looks at the conference's own link again and takes over what changed; told as `run` does. */
export function checkForChanges(conference: string, onProgress: (progress: Progress) => void): Promise<Report> {
  return reported(`/api/conferences/${conference}/refresh`, onProgress)
}

async function reported(path: string, onProgress: (progress: Progress) => void): Promise<Report> {
  let last: unknown = null
  for await (const line of lines('POST', path)) {
    last = line
    if (isProgress(line)) onProgress(line)
  }
  if (isProblem(last)) throw new ApiProblem(last)
  if (!isReport(last)) throw new ApiProblem({ type: 'offline', status: 0, title: 'The connection broke before the report came' })
  return last
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isProgress = (value: unknown): value is Progress => isObject(value) && typeof value.stage === 'string'
const isReport = (value: unknown): value is Report => isObject(value) && typeof value.conference === 'string'
const isProblem = (value: unknown): value is { type: string; status: number; title: string } =>
  isObject(value) && typeof value.type === 'string' && typeof value.status === 'number'
