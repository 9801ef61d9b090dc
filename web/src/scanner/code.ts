/** Text to a QR code as one SVG path: UTF-8 in byte mode, level M, without its quiet zone. Pure. */
import { encode } from 'uqr'

export interface Code {
  /** Modules on each side. */
  size: number
  version: number
  /** The dark modules in a square of `size` units, one run of a row after the other. */
  path: string
}

/** Modules of white that every side of a QR code needs. */
export const QUIET_ZONE = 4
const LARGEST = 2331 // bytes in version 40 at level M

/** The code of the text; null for more than a QR code holds. */
export function codeOf(text: string): Code | null {
  const bytes = [...new TextEncoder().encode(text)]
  if (bytes.length > LARGEST) return null
  const { data, size, version } = encode(bytes, { ecc: 'M', boostEcc: false, border: 0 })
  return { size, version, path: data.map(rowPath).join('') }
}

function rowPath(row: readonly boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue
    const start = x
    while (row[x + 1]) x += 1
    path += `M${start} ${y}h${x - start + 1}v1H${start}z`
  }
  return path
}
