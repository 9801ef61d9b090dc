/** Photos: kept by the hash of their bytes, sent before the mutation that names one, fetched when one is to be shown. */
import { ApiProblem, ask, json, offline, portal, refusal, upload } from '../store/api'
import { read, write } from '../store/database'
import { digest } from '../store/digest'
import { account, userId } from '../store/who'

const REFUSED = new Set([400, 404, 413, 415, 422, 507])

/** Refused once since the app started: not asked again before the next start. */
const refused = new Set<string>()

/** Keeps the bytes on this phone and returns the name by which a record can hold them. */
export async function keepBlob(blob: Blob): Promise<string> {
  const bytes = await blob.arrayBuffer()
  const sha256 = await digest(bytes)
  await write(userId.peek(), async (tx) => {
    const known = await tx.objectStore('blobs').get(sha256)
    if (!known) await tx.objectStore('blobs').put({ sha256, mime: blob.type, bytes, sent: false })
  })
  return sha256
}

/** Returns the bytes kept under the name, or null when this phone does not hold them. */
export async function keptBlob(sha256: string): Promise<Blob | null> {
  const found = await read(userId.peek(), (tx) => tx.objectStore('blobs').get(sha256))
  return found ? new Blob([found.bytes], { type: found.mime }) : null
}

/** Returns the photo to be shown: from this phone, else from the server, and kept here from then on.
 *
 * Null when there is none or it cannot be had now; `waits` says whether a connection may help. What the
 * server sends is the picture drawn anew, so its bytes have another hash than its name.
 */
export async function photo(sha256: string): Promise<{ blob: Blob | null; waits: boolean }> {
  const kept = await keptBlob(sha256)
  if (kept) return { blob: kept, waits: false }
  const user = userId.peek()
  if (account.peek() === null) return { blob: null, waits: false }
  try {
    const blob = await fetched(sha256)
    const bytes = await blob.arrayBuffer()
    await write(user, async (tx) => await tx.objectStore('blobs').put({ sha256, mime: blob.type, bytes, sent: true }))
    return { blob, waits: false }
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem
    return { blob: null, waits: problem.type !== '/problems/not-found' }
  }
}

async function fetched(sha256: string): Promise<Blob> {
  const response = await ask('GET', `/api/blobs/${sha256}`, { headers: { 'X-Hallway': '1' } })
  if (!response.ok) throw refusal(response, await json(response))
  const type = response.headers.get('Content-Type') ?? ''
  if (!type.startsWith('image/')) throw portal(response.status)
  const blob = await response.blob()
  if (blob.size === 0) throw offline()
  return new Blob([blob], { type })
}

/** Sends what the server does not have; one it refuses stays on the phone and blocks nothing. */
export async function sendBlobs(user: string): Promise<void> {
  const keys = await read(user, (tx) => tx.objectStore('blobs').getAllKeys())
  for (const key of keys) {
    const blob = await read(user, (tx) => tx.objectStore('blobs').get(key))
    if (!blob || blob.sent || refused.has(key)) continue
    try {
      await upload('PUT', `/api/blobs/${key}`, blob.bytes, { 'Content-Type': blob.mime })
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.type === 'portal' || !REFUSED.has(problem.status)) throw problem
      refused.add(key)
      continue
    }
    await write(user, async (tx) => await tx.objectStore('blobs').put({ ...blob, sent: true }))
  }
}
