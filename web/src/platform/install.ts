/** Installing the app, at a good moment. */
import { computed } from '@preact/signals'
import { installWay, isApple } from '../views/install'
import { installed, offer } from './install_offer'

const standalone = (): boolean =>
  matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && navigator.standalone === true)

/** How this device can install Hallway now; null where it is installed or the browser knows no way. */
export const wayToInstall = computed(() =>
  installWay({
    agent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
    standalone: installed.value || standalone(),
    offered: offer.value !== null,
  }),
)

/** On an iPhone that has not installed the app, the system may clear what is unsent after some days. */
export const mayBeCleared = (): boolean => isApple(navigator.userAgent, navigator.maxTouchPoints) && !standalone()

/** Shows the browser's own question; an offer can be used once. */
export async function askToInstall(): Promise<void> {
  const kept = offer.peek()
  offer.value = null
  await kept?.prompt()
}
