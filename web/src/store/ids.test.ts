import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import vectors from '../../../tests/samples/ids.json'
import { fresh, natural } from './ids'
import { sha1 } from './sha1'

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

afterEach(() => vi.useRealTimers())

it.each(vectors)('the natural id of $key equals the server’s', ({ key, id }) => {
  expect(natural(key)).toBe(id)
})

it('SHA-1 is that of the browser, at every length around a block', async () => {
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 50, max: 70 }).map((length) => new Uint8Array(length).fill(length)))
  await fc.assert(
    fc.asyncProperty(bytes, async (one) => {
      const known = await crypto.subtle.digest('SHA-1', new Uint8Array(one))
      expect([...sha1(one)]).toEqual([...new Uint8Array(known)])
    }),
  )
})

it('fresh ids are UUIDv7', () => {
  expect(fresh()).toMatch(V7)
})

it('fresh ids name their millisecond', () => {
  vi.useFakeTimers({ now: new Date('2099-11-22T10:00:00.123Z') })
  expect(Number.parseInt(fresh().slice(0, 13).replace('-', ''), 16)).toBe(Date.parse('2099-11-22T10:00:00.123Z'))
})

it('fresh ids of one moment differ and stand in the order of their making, also when the clock goes back', () => {
  vi.useFakeTimers({ now: new Date('2099-11-23T10:00:00Z') })
  const made = Array.from({ length: 10_000 }, fresh)
  vi.setSystemTime(new Date('2098-11-23T10:00:00Z'))
  made.push(...Array.from({ length: 100 }, fresh))
  expect([new Set(made).size, made.toSorted(), made.every((id) => V7.test(id))]).toEqual([made.length, made, true])
})
