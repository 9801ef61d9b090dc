/** How sending goes, and the way to the engine: small, because the first screen says it; the engine's code comes after. */
import { computed, signal, type ReadonlySignal } from '@preact/signals'

export type SyncState = 'idle' | 'sending' | 'offline' | 'paused' | 'portal' | 'upgrade'

/** What this app understands of the sync contract; a server that knows more offers an update. */
export const SCHEMA = 1
const RETRY_MS = 30_000

/** For the engine to set; screens read what stands below. */
export const told = { state: signal<SyncState>('idle'), reason: signal(''), skewMs: signal(0), newest: signal(SCHEMA) }

export const syncState: ReadonlySignal<SyncState> = told.state
/** The server's own words for why sync is paused; "" when it is not. */
export const pauseReason: ReadonlySignal<string> = told.reason
/** By how many minutes this phone's clock is ahead of the server's; shown from 5 on. */
export const skewMinutes: ReadonlySignal<number> = computed(() => Math.round(told.skewMs.value / 60_000) + 0)
/** The server knows more than this version of the app. */
export const updateReady: ReadonlySignal<boolean> = computed(() => told.newest.value > SCHEMA)

let stopper = new AbortController()

/** Returns what ends the request under way. */
export function stopSignal(): AbortSignal {
  return stopper.signal
}

/** Gives up the request under way; what it carried is sent again later and applied once. */
export function abandonSync(): void {
  stopper.abort()
  stopper = new AbortController()
}

/** Sends and fetches until nothing is left; never rejects: `syncState` tells how it went. */
export async function syncNow(): Promise<void> {
  await import('./engine').then((engine) => engine.syncNow(), () => undefined) // Its code is not here yet; `startSyncSoon` sees to it.
}

/** Starts the loop as soon as its code is here; without a network that is tried again and again. */
export async function startSyncSoon(): Promise<void> {
  for (;;) {
    const engine = await import('./engine').catch(() => null)
    if (engine) return engine.startSync()
    told.state.value = 'offline'
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}
