import { expect, test } from 'vitest'

import type { Decoded } from './decode'
import { Engine, HARD_EACH, PICTURE_EDGES, type Answer, type Port, type Question } from './engine'

const blank = (): ImageData => ({ data: new Uint8ClampedArray(4), width: 1, height: 1, colorSpace: 'srgb' })
const found: Decoded = { text: 'SB1', bytes: new Uint8Array([83]), symbology: ']Q1', corners: [], width: 1, height: 1 }

/** A Worker's port that keeps what was asked and answers when told to. */
class Desk implements Port {
  asked: Question[] = []
  isEnded = false
  onmessage: Port['onmessage'] = null
  onerror: Port['onerror'] = null

  postMessage(question: Question): void {
    this.asked.push(question)
  }

  answer(answer: Partial<Answer> = {}): void {
    const id = this.asked.at(-1)?.id ?? 0
    this.onmessage?.(new MessageEvent('message', { data: { id, found: null, problem: null, ...answer } }))
  }

  terminate(): void {
    this.isEnded = true
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

test('a frame is looked at, and frames that come meanwhile are dropped', async () => {
  const desk = new Desk()
  const engine = new Engine(desk)
  const first = engine.offer(async () => blank())
  const dropped = await engine.offer(async () => blank())
  await settled()
  expect([engine.isFree, desk.asked.length, dropped]).toEqual([false, 1, undefined])
  desk.answer({ found })
  expect([await first, engine.isFree]).toEqual([found, true])
})

test('each fifth frame gets the hard pass', async () => {
  const desk = new Desk()
  const engine = new Engine(desk)
  for (let frame = 0; frame < 2 * HARD_EACH; frame += 1) {
    const looked = engine.offer(async () => blank())
    await settled()
    desk.answer()
    await looked
  }
  expect(desk.asked.map((question) => question.hard)).toEqual(Array(2).fill([false, false, false, false, true]).flat())
})

test('a frame that went away asks nothing and leaves the decoder free', async () => {
  const desk = new Desk()
  const engine = new Engine(desk)
  expect([await engine.offer(async () => null), desk.asked, engine.isFree]).toEqual([null, [], true])
})

test('a chosen picture is tried whole, then in two sizes', async () => {
  const desk = new Desk()
  const reading = new Engine(desk).decodePicture(async () => blank())
  for (const answer of [{}, {}, { found }]) {
    await settled()
    desk.answer(answer)
  }
  expect(await reading).toEqual(found)
  expect(desk.asked.map(({ hard, longest }) => [hard, longest])).toEqual(PICTURE_EDGES.map((edge) => [true, edge]))
})

test('a problem of the Worker reaches the one who asked, and the next frame is taken', async () => {
  const desk = new Desk()
  const engine = new Engine(desk)
  const looked = engine.offer(async () => blank())
  await settled()
  desk.answer({ problem: 'no module' })
  await expect(looked).rejects.toThrow('no module')
  expect(engine.isFree).toBe(true)
})

test('stopping ends the Worker and fails what waits', async () => {
  const desk = new Desk()
  const engine = new Engine(desk)
  const warmed = engine.warm(blank())
  engine.stop()
  await expect(warmed).rejects.toThrow('The decoder was stopped.')
  expect(desk.isEnded).toBe(true)
})
