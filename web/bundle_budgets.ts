/** Holds what the phone downloads to web/budgets.json (gzip bytes): the build fails when a group has grown past its line. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What the bundler says of one chunk. */
export interface Chunk {
  fileName: string
  isEntry: boolean
  facadeModuleId?: string | null
  /** loaded with it, at once */
  imports: string[]
}

type Sizes = ReadonlyMap<string, number>

const GROUPS: Readonly<Record<string, (name: string) => boolean>> = {
  first_load_styles: (name) => isFirstStyle(name),
  later_styles: (name) => name.endsWith('.css') && !isFirstStyle(name) && !name.includes('Styleguide'),
  decoder_worker: (name) => name.startsWith('assets/decoder.worker'),
  search_worker: (name) => name.startsWith('assets/index.worker'),
  decoder_wasm: (name) => name.endsWith('.wasm'),
}

const isFirstStyle = (name: string) => /^assets\/index\b.*\.css$/.test(name)

/** Returns the gzip bytes of every built file. */
export function sizesOf(folder: string): Sizes {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|css|wasm)$/.test(name))
  return new Map(files.map((name) => [name.replaceAll('\\', '/'), gzipSync(readFileSync(join(folder, name)), { level: 9 }).length]))
}

/** Returns the gzip bytes of each group; a chunk counts once: in the first load, else with the store that comes right after it. */
export function groupSizes(chunks: readonly Chunk[], sizes: Sizes): Record<string, number> {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const entry = chunks.find((chunk) => chunk.isEntry)
  const first = reached(entry ? [entry.fileName] : [], byName)
  const from = (source: string) => reached(chunks.filter((chunk) => chunk.facadeModuleId?.endsWith(source)).map((chunk) => chunk.fileName), byName)
  const store = [...from('/src/boot.ts')].filter((name) => !first.has(name))
  const scanner = [...from('/screens/Scan.tsx')].filter((name) => !first.has(name) && !store.includes(name))
  const sum = (names: Iterable<string>) => [...names].reduce((total, name) => total + (sizes.get(name) ?? 0), 0)
  const others = Object.entries(GROUPS).map(([group, has]) => [group, sum([...sizes.keys()].filter(has))])
  const lazy = chunks.map((chunk) => chunk.fileName).filter((name) => !first.has(name) && !store.includes(name) && !scanner.includes(name))
  return {
    first_load_js: sum(first),
    store_js: sum(store),
    scan_js: sum(scanner),
    largest_other_js: Math.max(0, ...lazy.map((name) => sizes.get(name) ?? 0)),
    ...Object.fromEntries(others),
  }
}

/** Returns one line for each group that is over its budget, or has none. */
export function overBudget(groups: Readonly<Record<string, number>>, budgets: Readonly<Record<string, number>>): string[] {
  return Object.entries(groups).flatMap(([group, size]) => {
    const most = budgets[group]
    if (most === undefined) return [`${group} has no budget in web/budgets.json; it is ${size} bytes gzip.`]
    return size > most ? [`${group} is ${size} bytes gzip, ${size - most} over its budget of ${most} (web/budgets.json).`] : []
  })
}

function reached(start: readonly string[], byName: ReadonlyMap<string, Chunk>): Set<string> {
  const found = new Set<string>()
  const open = [...start]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue
    found.add(name)
    open.push(...(byName.get(name)?.imports ?? []))
  }
  return found
}
