/** What counts as the first load, and what the build says when a group has grown. */
import { expect, test } from 'vitest'
import { groupSizes, overBudget } from './bundle_budgets'

const CHUNKS = [
  { fileName: 'assets/index.js', isEntry: true, imports: ['assets/shared.js'] },
  { fileName: 'assets/shared.js', isEntry: false, imports: ['assets/index.js'] },
  { fileName: 'assets/boot.js', isEntry: false, facadeModuleId: '/app/src/boot.ts', imports: ['assets/shared.js', 'assets/store.js'] },
  { fileName: 'assets/store.js', isEntry: false, imports: [] },
  { fileName: 'assets/Scan.js', isEntry: false, facadeModuleId: '/app/src/screens/Scan.tsx', imports: ['assets/shared.js', 'assets/store.js', 'assets/code.js'] },
  { fileName: 'assets/code.js', isEntry: false, imports: [] },
  { fileName: 'assets/Plan.js', isEntry: false, imports: ['assets/shared.js'] },
]
const SIZES = new Map([
  ['assets/index.js', 100],
  ['assets/shared.js', 20],
  ['assets/boot.js', 2],
  ['assets/store.js', 40],
  ['assets/Scan.js', 7],
  ['assets/code.js', 3],
  ['assets/Plan.js', 5],
  ['assets/index.css', 11],
  ['assets/Plan.css', 6],
  ['assets/Styleguide.css', 900],
  ['assets/decoder.worker-1.js', 13],
  ['assets/index.worker-1.js', 17],
  ['assets/reader.wasm', 19],
])

test('each group holds what loads with it, and what an earlier one brought counts there alone', () => {
  expect(groupSizes(CHUNKS, SIZES)).toEqual({
    first_load_js: 120,
    store_js: 42,
    scan_js: 10,
    largest_other_js: 5,
    first_load_styles: 11,
    later_styles: 6,
    decoder_worker: 13,
    search_worker: 17,
    decoder_wasm: 19,
  })
})

test('a group over its budget and a group without one are said in a line each', () => {
  expect(overBudget({ first: 120, scan: 10, styles: 11 }, { first: 100, scan: 10 })).toEqual([
    'first is 120 bytes gzip, 20 over its budget of 100 (web/budgets.json).',
    'styles has no budget in web/budgets.json; it is 11 bytes gzip.',
  ])
})
