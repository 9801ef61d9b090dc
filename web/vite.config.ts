import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { build, defineConfig, type Plugin } from 'vite'
import budgets from './budgets.json' with { type: 'json' }
import { groupSizes, overBudget, sizesOf, type Chunk } from './bundle_budgets.ts'

const jsx = { runtime: 'automatic', importSource: 'preact' } as const

/** The service worker itself, what is for machines, and what is for development. */
const NOT_OFFLINE = /^(sw\.js|robots\.txt|Styleguide-.*)$/

/** Every built file with its hash, for the service worker's precache. */
function filesOf(folder: string): { url: string; revision: string | null }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !NOT_OFFLINE.test(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const url = '/' + relative(folder, path).replaceAll('\\', '/')
      const hash = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)
      return { url: url === '/index.html' ? '/' : url, revision: url.startsWith('/assets/') ? null : hash }
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

const kilobytes = (size: number): string => `${(size / 1000).toFixed(1)} kB gzip`.padStart(14)

export default defineConfig({
  oxc: { jsx },
  plugins: [serviceWorker(), budget()],
  build: { target: ['es2022', 'safari16.4', 'chrome109', 'firefox115'], cssTarget: ['safari16.4', 'chrome109', 'firefox115'], modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: false },
  worker: { format: 'es' },
})
