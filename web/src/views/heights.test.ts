import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Heights } from './heights'

describe('heights of rows', () => {
  it('are guessed until they are measured', () => {
    const heights = new Heights(3, 100)
    expect([heights.total, heights.before(2), heights.isKnown(1)]).toEqual([300, 200, false])
    expect(heights.set(1, 140)).toBe(40)
    expect([heights.total, heights.before(2), heights.isKnown(1)]).toEqual([340, 240, true])
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
