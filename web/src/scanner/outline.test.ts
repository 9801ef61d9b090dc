import { expect, test } from 'vitest'

import { covering, lifted, symbologyWords } from './outline'

const square = (x: number, y: number, half = 50) => [
  { x: x - half, y: y - half }, { x: x + half, y: y - half }, { x: x + half, y: y + half }, { x: x - half, y: y + half },
]
const BOX = { width: 360, height: 740 }

test.each([
  ['a tall frame', { corners: [], width: 720, height: 1480 }, { x: 0, y: 0, scale: 0.5 }],
  ['a wide frame, cut at the sides', { corners: [], width: 1480, height: 740 }, { x: -560, y: 0, scale: 1 }],
])('%s covers the box', (_, outline, place) => {
  expect(covering(outline, BOX)).toEqual(place)
})

test.each([
  ['a code in the middle moves up', square(360, 740), { x: 0, y: -270, scale: 0.5 }],
  ['a code that stands high stays', square(360, 60), { x: 0, y: 0, scale: 0.5 }],
  ['a code higher than the strip is made smaller and stands in the middle', square(300, 740, 460), { x: 120, y: -48, scale: 0.2 }],
  ['without corners nothing moves', [], { x: 0, y: 0, scale: 0.5 }],
])('%s', (_, corners, place) => {
  expect(lifted({ corners, width: 720, height: 1480 }, BOX, 200)).toEqual(place)
})

test.each([[']Q1', 'QR code'], [']z0', 'Aztec code'], [']C0', 'Code 128'], [']x0', 'code'], ['', 'code']])(
  '%s is called %s',
  (identifier, words) => {
    expect(symbologyWords(identifier)).toBe(words)
  },
)
