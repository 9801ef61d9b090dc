/** Asking the browser not to throw this phone's records away. */
import { signal, type ReadonlySignal } from '@preact/signals'

const answer = signal<'unasked' | 'kept' | 'refused'>('unasked')

/** What the browser said: `refused` means it may drop the store when space runs short. */
export const storageKept: ReadonlySignal<'unasked' | 'kept' | 'refused'> = answer

/** Asks for lasting storage, once; call it after the first capture, when there is something to keep. */
export function keepStorage(): void {
  if (answer.peek() !== 'unasked' || typeof navigator === 'undefined' || !navigator.storage?.persist) return
  answer.value = 'refused'
  navigator.storage.persist().then(
    (granted) => (answer.value = granted ? 'kept' : 'refused'),
    () => undefined,
  )
}
