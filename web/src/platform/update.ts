/** A newer version of the app that waits on this phone; it takes over by a tap, never by itself. */
import { signal, type ReadonlySignal } from '@preact/signals'

const waiting = signal<ServiceWorker | null>(null)
const ready = signal(false)

/** A newer version is on this phone and waits for a reload. */
export const newVersion: ReadonlySignal<boolean> = ready

/** Registers the service worker and watches for later versions. */
export async function startUpdates(): Promise<void> {
  const registration = await navigator.serviceWorker.register('/sw.js')
  const look = () => {
    // without a controller this is the first visit: nothing older is on the screen
    if (!registration.waiting || !navigator.serviceWorker.controller) return
    waiting.value = registration.waiting
    ready.value = true
  }
  const follow = () => registration.installing?.addEventListener('statechange', look)
  look()
  follow() // it may have been found by a page that was left meanwhile
  registration.addEventListener('updatefound', follow)
}

/** Milliseconds until a page is loaded anew although the newer version has not taken over. */
const LONGEST_WAIT = 5_000

/** Lets the waiting version take over, then shows it; without one this is a plain reload. */
export function reloadIntoNew(): void {
  const worker = waiting.peek()
  if (!worker) return location.reload()
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  setTimeout(() => location.reload(), LONGEST_WAIT) // the old version may be busy with something that does not end
  return worker.postMessage('take over')
}
