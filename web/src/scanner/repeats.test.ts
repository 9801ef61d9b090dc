import { expect, test } from 'vitest'

import { createRepeats, SAME_SCAN_MS } from './repeats'

test('the same text within 3 s is one scan, however long it is held', () => {
  const isRepeat = createRepeats()
  const sights: [string, number][] = [
    ['A', 0], ['A', 2999], ['B', 3000], ['A', 5000], ['A', 5000 + SAME_SCAN_MS], ['B', 6001],
  ]
  expect(sights.map(([raw, at]) => isRepeat(raw, at))).toEqual([false, true, false, true, false, false])
})
