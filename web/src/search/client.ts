/** The screen's side of the search: asks the Worker, and shows its latest answer. */
import { effect, signal, type ReadonlySignal } from '@preact/signals'
import { conference, shownVersion } from '../store/agenda'
import type { Filter } from '../views/filter'
import type { Answer, Far, Find, Found, Question, State } from './messages'

const answered = signal<Found | null>(null)
const farther = signal<Far | null>(null)
const told = signal<State | null>(null)
const broken = signal(false)

/** The latest answer; it may be to an earlier query than the one typed. */
export const found: ReadonlySignal<Found | null> = answered
/** What only the server finds, for the query that it belongs to. */
export const farFound: ReadonlySignal<Far | null> = farther
/** What the search can see; null while it prepares itself. */
export const searchState: ReadonlySignal<State | null> = told
/** Whether the search could not be started on this device. */
export const searchFailed: ReadonlySignal<boolean> = broken

let port: Worker | null = null
let turn = 0
let last: Find | null = null

/** Starts the search, so that the first letter is answered at once; further calls do nothing. */
export function warm(): void {
  if (port) return
  port = new Worker(new URL('./index.worker.ts', import.meta.url), { type: 'module' })
  port.onmessage = ({ data }: MessageEvent<Answer>) => take(data)
  port.onerror = () => (broken.value = true)
  effect(look)
}

/** Lets the search see abstracts that have come since. */
export function look(): void {
  const [id, version] = [conference.value?.id, shownVersion.value]
  if (port && id && version) ask({ kind: 'open', conference: id, version })
}

/** Asks; the answer comes as `found`. */
export function find(query: string, filter: Filter, flagged: readonly string[]): void {
  warm()
  turn += 1
  last = { kind: 'find', turn, query, filter, flagged }
  ask(last)
}

/** Drops the answer, so that the next search does not begin with it. */
export function forget(): void {
  turn += 1
  last = null
  answered.value = null
}

function take(answer: Answer): void {
  if (answer.kind === 'found') {
    if (answer.turn === turn) answered.value = answer
    return
  }
  if (answer.kind === 'far') {
    farther.value = answer
    return
  }
  const more = answer.abstracts.here !== told.peek()?.abstracts.here || answer.version !== told.peek()?.version
  told.value = answer
  if (more && last) ask(last) // what has come since may answer it better
}

function ask(question: Question): void {
  port?.postMessage(question)
}
