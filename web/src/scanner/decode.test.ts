import { prepareZXingModule } from 'zxing-wasm/reader'
import reader from 'zxing-wasm/reader/zxing_reader.wasm?url&inline'
import { prepareZXingModule as prepareWriter, writeBarcode, type WriteInputBarcodeFormat } from 'zxing-wasm/writer'
import writer from 'zxing-wasm/writer/zxing_writer.wasm?url&inline'
import { beforeAll, describe, expect, test } from 'vitest'

import { decode } from './decode'

const CARD = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Irène Vale\r\nORG:Example Clinic\r\nEND:VCARD\r\n'
const FORMATS: [WriteInputBarcodeFormat, string, string][] = [
  ['QRCode', CARD, ']Q1'],
  ['Aztec', 'MECARD:N:Vale,Irene;ORG:Example Clinic;;', ']z0'],
  ['DataMatrix', 'SB123456789', ']d1'],
  ['PDF417', 'Irene Vale_Example Imaging^2427', ']L2'],
  ['Code128', 'SB-000123', ']C0'],
  ['Code39', '0000123456', ']A0'],
]

/** A soft lens: how much of each neighbour a pixel takes, in sixteenths. */
const NEAR = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy, (2 - Math.abs(dx)) * (2 - Math.abs(dy))] as const))

beforeAll(() => {
  prepareZXingModule({ overrides: { wasmBinary: bytesOf(reader) } })
  prepareWriter({ overrides: { wasmBinary: bytesOf(writer) } })
})

const [SIDES, WIDTHS] = [[0, 1, 2, 3], [2, 3]]
const LOOKS: [string, Partial<Look>][] = [['dark on light', {}], ['light on dark', { invert: true }], ['blurred', { blur: true }]]
/** The reader finds no stripes that are light on dark; no badge printer makes them. */
const STRIPES = ['PDF417', 'Code128', 'Code39']
/** A Data Matrix of two blurred pixels a module is beyond the reader. */
const BLURRED: Partial<Record<WriteInputBarcodeFormat, number[]>> = { DataMatrix: [3] }

describe.each(FORMATS)('%s', (format, text, symbology) => {
  const looks = LOOKS.filter(([, { invert }]) => !invert || !STRIPES.includes(format))
  test.each(looks)('%s, four sides up, two and three pixels a module', async (_, look) => {
    const missed: string[] = []
    for (const scale of look.blur ? (BLURRED[format] ?? WIDTHS) : WIDTHS) {
      const drawn = await draw(format, text, { scale, ...look })
      for (const turns of SIDES) {
        const found = await decode(turned(drawn, turns), { hard: true })
        if (found?.text !== text || found.symbology !== symbology) missed.push(`${scale} px, ${turns * 90} degrees: ${found?.text}`)
      }
    }
    expect(missed).toEqual([])
  })
})

test('the fast pass reads a code that stands straight and keeps its bytes', async () => {
  const found = await decode(await draw('QRCode', CARD, { scale: 3 }), { hard: false })
  expect(new TextDecoder().decode(found?.bytes)).toBe(CARD)
  expect(found?.corners.length).toBe(4)
})

test('an empty picture is no read', async () => {
  const image = picture(640, 480, () => 255)
  expect([await decode(image, { hard: false }), await decode(image, { hard: true })]).toEqual([null, null])
})

interface Look {
  /** Pixels a module. */
  scale: number
  invert?: boolean
  blur?: boolean
}

/** The code with a quiet zone of ten modules, linear codes 40 modules high. */
async function draw(format: WriteInputBarcodeFormat, text: string, { scale, invert = false, blur = false }: Look) {
  const { symbol, error } = await writeBarcode(text, { format, options: format === 'QRCode' ? 'eci=UTF-8' : '' })
  expect(error).toBe('')
  const high = symbol.height === 1 ? 40 : symbol.height
  const grey = (x: number, y: number) => {
    const [column, row] = [Math.floor(x / scale) - 10, Math.floor(y / scale) - 10]
    const isCode = column >= 0 && row >= 0 && column < symbol.width && row < high
    const value = isCode ? (symbol.data[Math.min(row, symbol.height - 1) * symbol.width + column] ?? 255) : 255
    return invert ? 255 - value : value
  }
  const soft = (x: number, y: number) => NEAR.reduce((sum, [dx, dy, share]) => sum + share * grey(x + dx, y + dy), 0) / 16
  return picture((symbol.width + 20) * scale, (high + 20) * scale, blur ? soft : grey)
}

/** The picture turned clockwise by quarters. */
function turned(image: ImageData, turns: number): ImageData {
  if (turns === 0) return image
  const { width, height, data } = image
  const once = picture(height, width, (x, y) => data[((height - 1 - x) * width + y) * 4] ?? 255)
  return turned(once, turns - 1)
}

function picture(width: number, height: number, grey: (x: number, y: number) => number): ImageData {
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let at = 0; at < width * height; at += 1) data.fill(grey(at % width, Math.floor(at / width)), at * 4, at * 4 + 3)
  return { data, width, height, colorSpace: 'srgb' }
}

function bytesOf(dataUrl: string): ArrayBuffer {
  return Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(',') + 1)), (char) => char.charCodeAt(0)).buffer
}
