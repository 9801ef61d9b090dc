/** Ids: made where the record is made, or derived from what they name. Twin of server/core/ids.py. */
import { v5, v7 } from 'uuid'

const NAMESPACE = '6c1f7f0a-8d0e-5b36-9a55-0f5d1c2f4a77'

/** Returns the UUIDv5 of a natural key such as `target:item:<id>` (RFC 9562 section 5.5). */
export function natural(key: string): string {
  return v5(key, NAMESPACE)
}

/** Returns a new UUIDv7 (RFC 9562 section 5.7). */
export function fresh(): string {
  return v7()
}
