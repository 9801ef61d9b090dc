/** Photos: kept by the hash of their bytes, and sent before the mutation that names one. */
import { ApiProblem, upload } from '../store/api'
import { read, write } from '../store/database'
import { digest } from '../store/digest'
import { userId } from '../store/who'

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
