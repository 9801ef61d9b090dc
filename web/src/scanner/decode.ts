/** One picture to the code in it. Runs in the Worker; needs no page. */
import { readBarcodes, type ReaderOptions } from 'zxing-wasm/reader'

export type Point = { x: number; y: number }
/** The code found: text, bytes, symbology identifier (`]Q1` ...) and corners in the picture's pixels.
 *
 * `frame` is the picture itself, so that the very frame that was read can be shown; absent for large photos.
 */
export type Decoded = {
  text: string
  bytes: Uint8Array
  symbology: string
  corners: Point[]
  width: number
  height: number
  frame?: ImageData
}

const BASE: ReaderOptions = {
  formats: ['QRCode', 'MicroQRCode', 'DataMatrix', 'Aztec', 'PDF417', 'Code128', 'Code39'],
  maxNumberOfSymbols: 1,
  textMode: 'Plain',
}
const FAST: ReaderOptions = { ...BASE, tryHarder: false, tryRotate: false, tryInvert: false, tryDownscale: false }
/** How each fifth frame and every photo is read. */
export const HARD: ReaderOptions = { ...BASE, tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true }

/** The code in the picture, or null; a code with empty text is no read. */
export async function decode(image: ImageData, { hard }: { hard: boolean }): Promise<Decoded | null> {
  const [found] = await readBarcodes(image, hard ? HARD : FAST)
  if (!found?.isValid || !found.text) return null
  const { topLeft, topRight, bottomRight, bottomLeft } = found.position
  return {
    text: found.text,
    bytes: found.bytes,
    symbology: found.symbologyIdentifier,
    corners: [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => ({ x, y })),
    width: image.width,
    height: image.height,
  }
}
