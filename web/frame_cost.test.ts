/** CPU of the decoder on a frame without a code, as `make bench` prints it: tests/bench/frame_cost.py sets the variable. */
import { prepareZXingModule } from 'zxing-wasm/reader'
import reader from 'zxing-wasm/reader/zxing_reader.wasm?url&inline'
import { expect, test } from 'vitest'
import { decode } from './src/scanner/decode'

const ASKED = process.env['HALLWAY_FRAME_COST'] !== undefined
const [WIDTH, HEIGHT] = [1280, 720]
const WARM = 5
const FRAMES = { fast: 40, hard: 10 }

test.skipIf(!ASKED)('the cost of a frame', { timeout: 120_000 }, async () => {
  const wasm = Uint8Array.from(atob(reader.slice(reader.indexOf(',') + 1)), (char) => char.charCodeAt(0))
  prepareZXingModule({ overrides: { wasmBinary: wasm.buffer } })
  const frame = desk()
  const told = { fast: await cost(frame, false, FRAMES.fast), hard: await cost(frame, true, FRAMES.hard) }
  console.log(`FRAME_COST ${JSON.stringify(told)}`)
  expect(Object.values(told).every((one) => one.every((ms) => ms > 0))).toBe(true)
})

/** Milliseconds of CPU of each frame, warm. */
async function cost(frame: ImageData, hard: boolean, frames: number): Promise<number[]> {
  const taken: number[] = []
  for (let number = -WARM; number < frames; number += 1) {
    const before = process.cpuUsage()
    const found = await decode(frame, { hard })
    const { user, system } = process.cpuUsage(before)
    expect(found).toBeNull()
    if (number >= 0) taken.push((user + system) / 1000)
  }
  return taken
}

/** A desk under a lamp, with the grain of a camera; the same at each run. */
function desk(): ImageData {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4).fill(255)
  let seed = 7
  for (let at = 0; at < WIDTH * HEIGHT; at += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    const value = 96 + Math.round(24 * ((at % WIDTH) / WIDTH)) + Math.floor((seed / 2_147_483_648) * 13) - 6
    data.fill(value, at * 4, at * 4 + 3)
  }
  return { data, width: WIDTH, height: HEIGHT, colorSpace: 'srgb' }
}
