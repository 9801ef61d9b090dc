/// <reference types="vitest/config" />
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { build, defineConfig, type Plugin } from 'vite'
import budgets from './budgets.json' with { type: 'json' }
import { groupSizes, overBudget, sizesOf, type Chunk } from './bundle_budgets.ts'

const jsx = { runtime: 'automatic', importSource: 'preact' } as const

/** The service worker itself, what is for machines, and what is for development. */
const NOT_OFFLINE = /^(sw\.js|robots\.txt|Styleguide-.*)$/

/** Every built file with its hash, for the service worker's precache: other bytes under its address are not kept. */
function filesOf(folder: string): { url: string; revision: string | null; integrity: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !NOT_OFFLINE.test(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const url = '/' + relative(folder, path).replaceAll('\\', '/')
      const sha256 = createHash('sha256').update(readFileSync(path)).digest()
      const revision = url.startsWith('/assets/') ? null : sha256.toString('hex').slice(0, 16)
      return { url: url === '/index.html' ? '/' : url, revision, integrity: `sha256-${sha256.toString('base64')}` }
    })
    .sort((a, b) => a.url.localeCompare(b.url))
}

/** Builds src/sw.ts after the app, with the list of what to keep offline. */
function serviceWorker(): Plugin {
  let folder = ''
  return {
    name: 'hallway-service-worker',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir
    },
    async closeBundle() {
      const files = filesOf(resolve(import.meta.dirname, folder))
      await build({
        configFile: false,
        logLevel: 'warn',
        define: { __FILES__: JSON.stringify(files), 'process.env.NODE_ENV': '"production"' },
        build: {
          emptyOutDir: false,
          outDir: resolve(import.meta.dirname, folder),
          lib: { entry: join(import.meta.dirname, 'src/sw.ts'), formats: ['iife'], name: 'sw', fileName: () => 'sw.js' },
        },
      })
    },
  }
}

/** Prints what a phone downloads, and fails the build where it is more than was agreed. */
function budget(): Plugin {
  let folder = ''
  let chunks: Chunk[] = []
  return {
    name: 'hallway-budget',
    apply: 'build',
    configResolved(config) {
      folder = resolve(import.meta.dirname, config.build.outDir)
    },
    generateBundle(_options, bundle) {
      chunks = Object.values(bundle).filter((part) => part.type === 'chunk')
    },
    closeBundle() {
      const sizes = sizesOf(folder)
      for (const [name, size] of [...sizes].sort(([, a], [, b]) => b - a)) console.log(`${kilobytes(size)}  ${name}`)
      const groups = groupSizes(chunks, sizes)
      for (const [group, size] of Object.entries(groups)) console.log(`${kilobytes(size)}  ${group}`)
      const over = overBudget(groups, budgets)
      if (over.length > 0) this.error(over.join('\n'))
    },
  }
}

/**
 * In place of Vite's own helper (1.3 kB) and its table of files: the service worker keeps every chunk, so that only a
 * page's styles are fetched before its code.
 */
function lightPreload(): Plugin {
  return {
    name: 'hallway-light-preload',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /vite\/preload-helper\.js$/ },
      handler: () => `
        const styled = (href) => new Promise((done) => {
          if (document.querySelector('link[href="' + href + '"]')) return done()
          const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: done, onerror: done })
          document.head.append(link)
        })
        export const __vitePreload = (load, files) => files?.length ? Promise.all(files.map((file) => styled('/' + file))).then(load) : load()`,
    },
  }
}

const kilobytes = (size: number): string => `${(size / 1000).toFixed(1)} kB gzip`.padStart(14)

/** Those of src/parts/later_icons.ts: all icons come through one index of the set, which does not tell them apart. */
const LATER_ICONS = new Set(['camera', 'chevron-right', 'flashlight', 'keyboard', 'pencil', 'qr-code', 'volume-2', 'volume-x'])

/**
 * What the entry needs at once goes into one file, and what src/boot.ts needs beyond that into a second: compressed
 * together, and two requests instead of two dozen.
 */
function fileFor(id: string, bundle: { getModuleInfo: (id: string) => { isEntry: boolean; importers: string[] } | null }): string | null {
  if (id.endsWith('/src/boot.ts')) return null
  const icon = /\/lucide\/.*\/icons\/(.*)\.mjs$/.exec(id)?.[1]
  if (icon) return LATER_ICONS.has(icon) ? 'store' : 'first'
  const [open, seen] = [[id], new Set<string>()]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one)) continue
    seen.add(one)
    const info = bundle.getModuleInfo(one)
    if (info?.isEntry) return 'first'
    open.push(...(info?.importers ?? []))
  }
  return [...seen].some((one) => one.endsWith('/src/boot.ts')) ? 'store' : null
}

export default defineConfig({
  oxc: { jsx },
  plugins: [lightPreload(), serviceWorker(), budget()],
  build: { target: ['es2022', 'safari16.4', 'chrome109', 'firefox115'], cssTarget: ['safari16.4', 'chrome109', 'firefox115'], modulePreload: { polyfill: false, resolveDependencies: (_file, files, { hostType }) => (hostType === 'html' ? files : []) }, assetsInlineLimit: 0, reportCompressedSize: false, rolldownOptions: { output: { codeSplitting: { groups: [{ name: fileFor }] } } } },
  worker: { format: 'es' },
  // nothing here waits for long: these only end what hangs, on a slow or busy machine, too
  test: { testTimeout: 120_000, hookTimeout: 120_000, setupFiles: './vitest.setup.ts' },
})
