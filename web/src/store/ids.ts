/** Ids: made where the record is made, or derived from what they name. Twin of server/core/ids.py. */
import { marked } from './uuid'

export { natural } from './natural'

/** The counter has 12 bits; a new millisecond begins in the lower half, so that there is room to count. */
const FIRST_COUNT = 0x7ff
const MOST_COUNT = 0xfff

let last = 0
let count = 0

/** Returns a new UUIDv7 (RFC 9562 section 5.7), later in order than every one before it in this page (section 6.2). */
export function fresh(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const view = new DataView(bytes.buffer)
  const now = Date.now()
  count = now > last ? view.getUint16(6) & FIRST_COUNT : count + 1
  last = Math.max(now, last)
  if (count > MOST_COUNT) {
    last += 1
    count = 0
  }
  view.setUint16(0, last / 2 ** 32)
  view.setUint32(2, last)
  view.setUint16(6, count)
  return marked(bytes, 7)
}
