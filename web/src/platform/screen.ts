/** What the device shows: width, theme, network. */
import { effect, signal, type ReadonlySignal } from '@preact/signals'
import { live } from '../store/live'

const wideQuery = matchMedia('(min-width: 900px)')
const wideSignal = signal(wideQuery.matches)
const onlineSignal = signal(navigator.onLine)

/** Whether list and page stand side by side. */
export const wide: ReadonlySignal<boolean> = wideSignal

/** Whether the device believes that it has a network. */
export const online: ReadonlySignal<boolean> = onlineSignal

/** Follows width, network and the theme of the settings. */
export function startScreen(): void {
  wideQuery.addEventListener('change', () => (wideSignal.value = wideQuery.matches))
  for (const name of ['online', 'offline']) {
    addEventListener(name, () => (onlineSignal.value = navigator.onLine))
  }
  effect(() => {
    const [settings] = live('settings').value.values()
    const theme = settings?.theme
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
    else delete document.documentElement.dataset.theme
  })
}
