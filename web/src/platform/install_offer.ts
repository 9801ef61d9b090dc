/** The browser's own offer to install the app: it comes once and soon, so it is caught early and kept. */
import { signal } from '@preact/signals'

export interface InstallOffer extends Event {
  prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }>
}

export const offer = signal<InstallOffer | null>(null)
export const installed = signal(false)

/** Starts listening. */
export function startInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer.value = event as InstallOffer
  })
  addEventListener('appinstalled', () => {
    installed.value = true
    offer.value = null
  })
}
