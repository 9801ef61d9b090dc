/** A tap that could not be done is told; what was there before stays. */
import { expect, test, vi } from 'vitest'
import { Tap } from './Tap'
import { say } from './Toast'

vi.mock('./Toast', () => ({ say: vi.fn() })) // it asks where on the page one is

const tap = (onTap: () => unknown) => (Tap({ words: 'Keep apart', onTap }).props as { onClick: () => Promise<void> }).onClick()

test.each([
  ['a full phone', () => Promise.reject(new DOMException('full', 'QuotaExceededError'))],
  ['a fault at once', () => { throw new Error('gone') }],
])('%s is said', async (_name, onTap) => {
  await tap(onTap)
  expect(say).toHaveBeenLastCalledWith('That was not saved. Free some space on this phone, then try again.')
})

test('what was done says nothing more', async () => {
  vi.mocked(say).mockClear()
  await tap(() => undefined)
  expect(say).not.toHaveBeenCalled()
})
