/** Answers that come line by line (application/x-ndjson). */
import { json, offline, portal, refusal } from './api'

/** Sends a request and yields the JSON of each line of the answer as it comes (application/x-ndjson). */
export async function* lines(method: string, path: string): AsyncGenerator<unknown> {
  const options = { method, redirect: 'error', credentials: 'same-origin', headers: { 'X-Hallway': '1' } } as const
  const response = await fetch(path, options).catch(() => {
    throw offline()
  })
  if (!response.ok) throw refusal(response, await json(response))
  if (!response.body || !/ndjson/.test(response.headers.get('Content-Type') ?? '')) throw portal(response.status)
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw offline()
    })
    rest += done ? '\n' : decoder.decode(value, { stream: true })
    const whole = rest.split('\n')
    rest = whole.pop() ?? ''
    for (const line of whole) if (line.trim() !== '') yield parsedLine(line)
    if (done) return
  }
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw offline() // Cut off in mid-line: the connection broke.
  }
}
