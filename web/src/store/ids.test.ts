import { expect, it } from 'vitest'
import vectors from '../../../tests/samples/ids.json'
import { fresh, natural } from './ids'

it.each(vectors)('the natural id of $key equals the server’s', ({ key, id }) => {
  expect(natural(key)).toBe(id)
})

it('fresh ids are UUIDv7', () => {
  expect(fresh()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
