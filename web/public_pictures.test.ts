/**
 * The pictures with which the ZXing project tests its readers (badges.md 6.1). They stay out of this repository:
 * HALLWAY_ZXING_IMAGES names the folder that holds `qrcode-1`, `datamatrix-1` and so on, each picture beside its text.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import reader from 'zxing-wasm/reader/zxing_reader.wasm?url&inline'
import { beforeAll, describe, expect, test } from 'vitest'

import { HARD } from './src/scanner/decode'

const FOLDER = process.env['HALLWAY_ZXING_IMAGES'] ?? ''
const PICTURE = /\.(png|jpe?g|gif)$/i
/** Folders that begin so, how many pictures there must be read, and how many may say something else. */
const GATES: [string, RegExp, { least: number; wrong: number }][] = [
  ['QR', /^qrcode-/, { least: 165, wrong: 1 }],
  ['Data Matrix', /^datamatrix-/, { least: 59, wrong: 0 }],
  ['Aztec', /^aztec-/, { least: 39, wrong: 0 }],
  ['PDF417', /^pdf417-/, { least: 54, wrong: 0 }],
  ['Code 128', /^code128-/, { least: 48, wrong: 0 }],
]

beforeAll(() => {
  const wasm = Uint8Array.from(atob(reader.slice(reader.indexOf(',') + 1)), (char) => char.charCodeAt(0))
  prepareZXingModule({ overrides: { wasmBinary: wasm.buffer } })
})

describe.skipIf(FOLDER === '')('the public pictures', () => {
  test.each(GATES)('%s', { timeout: 300_000 }, async (name, folders, { least, wrong }) => {
    const told = { read: 0, wrong: 0, all: 0 }
    for (const path of picturesIn(folders)) {
      const expected = textOf(path)
      if (expected === null) continue
      const found = await textIn(path)
      told.all += 1
      if (found === expected) told.read += 1
      else if (found !== null) told.wrong += 1
    }
    console.log(`${name}: ${told.read} of ${told.all} read, ${told.wrong} wrong`)
    expect([told.read >= least, told.wrong <= wrong]).toEqual([true, true])
  })

  test('none is read where there is no code', { timeout: 300_000 }, async () => {
    const found = await Promise.all(picturesIn(/^(falsepositives|unsupported)/).map(textIn))
    expect(found.filter((text) => text !== null)).toEqual([])
  })
})

function picturesIn(folders: RegExp): string[] {
  const fitting = readdirSync(FOLDER).filter((name) => folders.test(name))
  return fitting.flatMap((name) => readdirSync(join(FOLDER, name)).filter((file) => PICTURE.test(file)).map((file) => join(FOLDER, name, file)))
}

async function textIn(path: string): Promise<string | null> {
  const [found] = await readBarcodes(new Uint8Array(readFileSync(path)), HARD)
  return found?.isValid && found.text ? bare(found.text) : null
}

/** The text beside the picture; null where there is none, or where it is kept as bytes. */
function textOf(path: string): string | null {
  const beside = path.replace(PICTURE, '.txt')
  return existsSync(beside) ? bare(readFileSync(beside, 'utf8')) : null
}

/** Without white space and control characters: how those are written differs between readers. */
function bare(text: string): string {
  return [...text].filter((char) => char.trim() !== '' && char.charCodeAt(0) >= 32).join('')
}
