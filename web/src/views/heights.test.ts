import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Heights, rangeFor } from './heights'

describe('heights of rows', () => {
  it('are guessed until they are measured', () => {
    const heights = new Heights(3, 100)
    expect([heights.total, heights.before(2)]).toEqual([300, 200])
    expect(heights.set(1, 140)).toBe(40)
    expect([heights.total, heights.before(2)]).toEqual([340, 240])
  })

  it.each([
    [-10, 0],
    [0, 0],
    [99, 0],
    [100, 1],
    [299, 2],
    [300, 2],
    [9999, 2],
  ])('the row at %s is %s', (height, row) => {
    expect(new Heights(3, 100).at(height)).toBe(row)
  })

  it('of an empty list are nothing', () => {
    const heights = new Heights(0, 100)
    expect([heights.total, heights.at(50), heights.set(0, 10)]).toEqual([0, 0, 0])
  })

  it('agree with adding up', () => {
    const measured = fc.array(fc.tuple(fc.nat(39), fc.integer({ min: 1, max: 500 })), { maxLength: 60 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), measured, fc.nat(8000), (count, changes, height) => {
        const plain = Array<number>(count).fill(92)
        const heights = new Heights(count, 92)
        for (const [row, size] of changes) {
          if (row < count) plain[row] = size
          heights.set(row, size)
        }
        const starts = plain.map((_size, row) => plain.slice(0, row).reduce((sum, one) => sum + one, 0))
        expect(starts.map((_start, row) => heights.before(row))).toEqual(starts)
        expect(heights.at(height)).toBe(Math.max(0, starts.findLastIndex((start) => start <= height)))
      }),
    )
  })
})

describe('the rows to draw', () => {
  const heights = new Heights(100, 100)
  const screen = (top: number) => ({ top, bottom: top + 700 })

  it.each([
    ['at first what the screen holds and a little', { from: 0, to: 0 }, -200, 0, { from: 0, to: 7 }],
    ['of a list below the screen its first row', { from: 0, to: 1 }, -2000, 0, { from: 0, to: 1 }],
    ['more ahead, once one scrolls', { from: 0, to: 7 }, -150, 50, { from: 0, to: 13 }],
    ['nothing else while enough is ahead', { from: 0, to: 12 }, 100, 250, { from: 0, to: 12 }],
    ['more above, once one turns back', { from: 20, to: 40 }, 2200, -50, { from: 15, to: 32 }],
    ['no more than the screen needs after a jump', { from: 0, to: 12 }, 5000, 5000, { from: 48, to: 59 }],
    ['the last rows at the end', { from: 48, to: 59 }, 9300, 300, { from: 91, to: 100 }],
    ['of a list above the screen what was drawn', { from: 90, to: 100 }, 10_500, 500, { from: 90, to: 100 }],
  ])('are %s', (_name, range, top, way, wanted) => {
    expect(rangeFor(heights, range, screen(top), way)).toEqual(wanted)
  })

  it('are what the screen holds and no more for who comes back', () => {
    expect(rangeFor(heights, { from: 3, to: 3 }, screen(250), 0, 0)).toEqual({ from: 2, to: 10 })
  })

  it('of nothing are none', () => {
    expect(rangeFor(new Heights(0, 100), { from: 0, to: 0 }, screen(0), 0)).toEqual({ from: 0, to: 0 })
  })

  it('cover the screen however one scrolls, and are never more than three screens', () => {
    const ways = fc.array(fc.integer({ min: -3000, max: 3000 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 40, max: 300 }), { minLength: 1, maxLength: 80 }), ways, (tall, moves) => {
        const measured = new Heights(tall.length, 100)
        tall.forEach((height, row) => measured.set(row, height))
        let [range, top] = [{ from: 0, to: 0 }, 0]
        for (const way of moves) {
          top = Math.max(-300, Math.min(measured.total, top + way))
          range = rangeFor(measured, range, screen(top), way)
          const [seenTop, seenBottom] = [Math.max(0, top), Math.min(measured.total, top + 700)]
          const covers = seenTop >= seenBottom || (measured.before(range.from) <= seenTop && measured.before(range.to) >= seenBottom)
          expect([covers, measured.before(range.to) - measured.before(range.from) < 2400]).toEqual([true, true])
        }
      }),
    )
  })
})
