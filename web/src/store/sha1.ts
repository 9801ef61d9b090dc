/** SHA-1 of short texts, at once: the browser's own answers later, and an id is needed now (FIPS 180-4). Pure. */

const BLOCK = 64

/** Returns the 20 bytes. For names only: SHA-1 keeps nothing secret. */
export function sha1(bytes: Uint8Array): Uint8Array {
  const hash = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0])
  const message = padded(bytes)
  for (let at = 0; at < message.byteLength; at += BLOCK) mix(hash, message, at)
  const result = new DataView(new ArrayBuffer(20))
  hash.forEach((word, place) => result.setInt32(place * 4, word))
  return new Uint8Array(result.buffer)
}

/** The bytes, a set bit, zeros, and the length in bits: whole blocks. */
function padded(bytes: Uint8Array): DataView {
  const size = Math.ceil((bytes.length + 9) / BLOCK) * BLOCK
  const all = new Uint8Array(size)
  all.set(bytes)
  all[bytes.length] = 0x80
  const view = new DataView(all.buffer)
  view.setUint32(size - 4, bytes.length * 8)
  return view
}

function mix(hash: Int32Array, message: DataView, at: number): void {
  const words = new Int32Array(80)
  for (let i = 0; i < 80; i++) words[i] = i < 16 ? message.getInt32(at + i * 4) : turned(word(words, i - 3) ^ word(words, i - 8) ^ word(words, i - 14) ^ word(words, i - 16), 1)
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = hash
  words.forEach((one, i) => {
    const [mixed, added] =
      i < 20 ? [(b & c) | (~b & d), 0x5a827999] : i < 40 ? [b ^ c ^ d, 0x6ed9eba1] : i < 60 ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc] : [b ^ c ^ d, 0xca62c1d6]
    const next = turned(a, 5) + mixed + e + added + one
    ;[e, d, c, b, a] = [d, c, turned(b, 30), a, next | 0]
  })
  ;[a, b, c, d, e].forEach((one, place) => (hash[place] = word(hash, place) + one))
}

const turned = (value: number, by: number): number => (value << by) | (value >>> (32 - by))

const word = (words: Int32Array, at: number): number => words[at] ?? 0
