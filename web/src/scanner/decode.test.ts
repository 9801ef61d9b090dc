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

beforeAll(() => {
  prepareZXingModule({ overrides: { wasmBinary: bytesOf(reader) } })
  prepareWriter({ overrides: { wasmBinary: bytesOf(writer) } })
})

describe.each(FORMATS)('%s', (format, text, symbology) => {
  test.each([
    ['upright', { scale: 3 }],
    ['two pixels a module', { scale: 2 }],
    ['turned', { scale: 3, turns: 1 }],
    ['upside down', { scale: 3, turns: 2 }],
  ])('%s', async (_, look) => {
    const found = await decode(await draw(format, text, look), { hard: true })
    expect([found?.text, found?.symbology]).toEqual([text, symbology])
  })
})

test.each(FORMATS.slice(0, 3))('%s light on dark', async (format, text, symbology) => {
  const found = await decode(await draw(format, text, { scale: 3, invert: true }), { hard: true })
  expect([found?.text, found?.symbology]).toEqual([text, symbology])
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

type Look = { scale: number; turns?: number; invert?: boolean }

/** The code with a quiet zone of ten modules, linear codes 40 modules high, turned by quarters. */
async function draw(format: WriteInputBarcodeFormat, text: string, { scale, turns = 0, invert = false }: Look) {
  const { symbol, error } = await writeBarcode(text, { format, options: format === 'QRCode' ? 'eci=UTF-8' : '' })
  expect(error).toBe('')
  const high = symbol.height === 1 ? 40 : symbol.height
  const [width, height] = [(symbol.width + 20) * scale, (high + 20) * scale]
  const grey = (x: number, y: number) => {
    const [column, row] = [Math.floor(x / scale) - 10, Math.floor(y / scale) - 10]
    if (column < 0 || row < 0 || column >= symbol.width || row >= high) return invert ? 0 : 255
    const value = symbol.data[Math.min(row, symbol.height - 1) * symbol.width + column] ?? 255
    return invert ? 255 - value : value
  }
  if (turns === 1) return picture(height, width, (x, y) => grey(y, height - 1 - x))
  if (turns === 2) return picture(width, height, (x, y) => grey(width - 1 - x, height - 1 - y))
  return picture(width, height, grey)
}

function picture(width: number, height: number, grey: (x: number, y: number) => number): ImageData {
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let at = 0; at < width * height; at += 1) data.fill(grey(at % width, Math.floor(at / width)), at * 4, at * 4 + 3)
  return { data, width, height, colorSpace: 'srgb' }
}

function bytesOf(dataUrl: string): ArrayBuffer {
  return Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(',') + 1)), (char) => char.charCodeAt(0)).buffer
}
