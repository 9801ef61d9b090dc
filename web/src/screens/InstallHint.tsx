/** How to put Hallway on the home screen: said once after the first capture, and in the settings. */
import { signal } from '@preact/signals'
import { Tap } from '../parts/Tap'
import { askToInstall, wayToInstall } from '../platform/install'
import { live } from '../store/records'
import { keep, kept } from '../store/who'

const DISMISSED = 'hallway-install-dismissed'
const dismissed = signal(kept(DISMISSED) !== null)

export function InstallHint() {
  const way = wayToInstall.value
  if (way === null) return null
  if (way === 'prompt') {
    return (
      <>
        <p>Install Hallway: it opens from the home screen, without network, and the browser keeps what you wrote.</p>
        <Tap words="Install" onTap={askToInstall} />
      </>
    )
  }
  return way === 'menu' ? (
    <p>
      Install Hallway so that it opens from the home screen, without network: open the browser’s <strong>menu</strong>, then tap{' '}
      <strong>Add to Home screen</strong>.
    </p>
  ) : (
    <p>
      Install Hallway so that the iPhone keeps what you wrote: tap <strong>Share</strong> in Safari, then <strong>Add to Home Screen</strong>.
    </p>
  )
}

/** The hint at its good moment: someone was just captured, and it was not waved away before. */
export function InstallAfterCapture() {
  if (dismissed.value || wayToInstall.value === null || live('contact').value.size === 0) return null
  const dismiss = () => {
    keep(DISMISSED, '1')
    dismissed.value = true
  }
  return (
    <aside class="notice" aria-label="Install Hallway">
      <InstallHint />
      <Tap words="Not now" plain onTap={dismiss} />
    </aside>
  )
}
