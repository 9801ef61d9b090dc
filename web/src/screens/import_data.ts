/** The three calls of an import: upload for a preview, change an answer, run with progress. */
import { ApiProblem, call, lines, upload as sendFile } from '../store/api'

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
  mapping: { header: string; field: string; score: number }[]
  samples: { title: string; when: string | null; room: string; track: string; board: string; people: string[] }[]
  questions: Question[]
  report: Report
}

export interface Progress {
  stage: string
  done: number
  total: number
}

/** Sends the file and returns what was understood. */
export async function upload(file: File): Promise<Preview> {
  const headers = { 'Content-Type': 'application/octet-stream', 'X-File-Name': encodeURIComponent(file.name) }
  return await sendFile<Preview>('POST', '/api/imports', file, headers)
}

/** Answers a question of the preview and returns the new one. */
export function change(id: string, changes: Record<string, unknown>): Promise<Preview> {
  return call<Preview>('PATCH', `/api/imports/${id}`, changes)
}

/** Takes the file in; progress comes line by line, the last line is the report. */
export async function run(id: string, onProgress: (progress: Progress) => void): Promise<Report> {
  let last: unknown = null
  for await (const line of lines('POST', `/api/imports/${id}/run`)) {
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
