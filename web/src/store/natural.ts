/** Ids that are derived from what they name. */
import { sha1 } from './sha1'
import { marked } from './uuid'

const NAMESPACE = '6c1f7f0a-8d0e-5b36-9a55-0f5d1c2f4a77'
const SPACE = Uint8Array.from(NAMESPACE.replaceAll('-', '').match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

const MOST_KNOWN = 100_000
const known = new Map<string, string>()

/** Returns the UUIDv5 of a natural key such as `target:item:<id>` (RFC 9562 section 5.5). */
export function natural(key: string): string {
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size >= MOST_KNOWN) known.clear()
  const made = hashed(key) // the rules ask for the same ones at every write
  known.set(key, made)
  return made
}

function hashed(key: string): string {
  return marked(sha1(new Uint8Array([...SPACE, ...new TextEncoder().encode(key)])).slice(0, 16), 5)
}
