/** People out of a file: read piece by piece, then kept as contacts on this phone like any other; and a file shared with us. */
import { fresh } from '../store/ids'
import type { Kind } from '../store/kinds'
import { live, open, remove, saveTogether, type Draft } from '../store/records'
import { cardsOf, Reader, textOf, type Found, type Preview } from '../views/contact_file'

/** Where the service worker (src/sw.ts) puts what another app shares. */
const SHARED = 'hallway-shared'
const SHARED_AT = '/shared-cards'
const AT_ONCE = 200

/** Draws between two pieces of work, so that the page stays alive. */
const breath = () => new Promise((done) => setTimeout(done))

/** What the file holds; rejects with NoContactFile. `onRead` is told how many cards of how many are read. */
export async function readFile(file: File, onRead: (done: number, total: number) => void): Promise<Preview> {
  const cards = cardsOf(textOf(new Uint8Array(await file.arrayBuffer())))
  const reader = new Reader(file.name, live('contact').peek())
  for (const [at, card] of cards.entries()) {
    reader.take(card)
    if (at % AT_ONCE !== AT_ONCE - 1) continue
    onRead(at + 1, cards.length)
    await breath()
  }
  return reader.preview
}

/** Keeps them, so many in one transaction; returns how to take them back, which leaves those who were here before. */
export async function keepPeople(chosen: readonly Found[], onKept: (done: number) => void): Promise<() => Promise<void>> {
  const made: string[] = []
  for (let at = 0; at < chosen.length; at += AT_ONCE) {
    const entries = chosen.slice(at, at + AT_ONCE).map(({ known, values }) => {
      const id = known ?? fresh()
      if (known === null) made.push(id)
      return { draft: open('contact', id) as Draft<Kind>, values }
    })
    await saveTogether(entries)
    onKept(Math.min(at + AT_ONCE, chosen.length))
    await breath()
  }
  return async () => {
    for (const id of made) await remove('contact', id)
  }
}

/** The file that another app has just shared, once; null where there is none. */
export async function takeShared(): Promise<File | null> {
  if (!('caches' in globalThis)) return null
  const shelf = await caches.open(SHARED)
  const shared = await shelf.match(SHARED_AT)
  await shelf.delete(SHARED_AT)
  const name = decodeURIComponent(shared?.headers.get('X-File-Name') ?? '')
  return shared ? new File([await shared.blob()], name || 'shared.vcf') : null
}
