/** What every place says when something is not as it should be: plain words, what is safe, what to do. */
import { signal } from '@preact/signals'
import { Tap } from '../parts/Tap'
import { newVersion, reloadIntoNew } from '../platform/update'
import { evicted, storeFault } from '../store/session'
import { pauseReason, syncState, updateReady } from '../sync/state'

const toldEvicted = signal(false)

export function Notices() {
  const newer = newVersion.value || updateReady.value || syncState.value === 'upgrade'
  return (
    <>
      {storeFault.value && (
        <p class="notice alarm" role="alert">
          This phone's storage does not open, so nothing new can be kept. What was sent is safe on the server. Close other windows of Hallway, free some
          space, then <Reload />
        </p>
      )}
      {evicted.value && !toldEvicted.value && (
        <p class="notice alarm" role="alert">
          The browser cleared what was stored here. What was on the server comes back by itself once you are signed in; what was never sent is gone.{' '}
          <Tap words="Understood" onTap={() => (toldEvicted.value = true)} />
        </p>
      )}
      {newer && (
        <p class="notice">
          {syncState.value === 'upgrade' ? 'This version is too old for the server. Nothing is lost; ' : 'A new version of Hallway is ready. '}
          <Reload />
        </p>
      )}
    </>
  )
}

function Reload() {
  return (
    <button type="button" class="link" onClick={reloadIntoNew}>
      reload now
    </button>
  )
}

const STATES = {
  idle: 'Connected.',
  sending: 'Sending now.',
  offline: 'No connection to the server. What you write goes out by itself later.',
  paused: 'Sending is paused.',
  portal: 'This network wants a sign-in of its own. Open any web page, sign in there, then come back.',
  upgrade: 'This version is too old for the server. Reload it; nothing is lost.',
} as const

/** How sending goes, in one sentence. */
export function syncSentence(): string {
  const reason = syncState.value === 'paused' && pauseReason.value ? ` The server says: ${pauseReason.value}.` : ''
  return `${STATES[syncState.value]}${reason.replace(/\.\.$/, '.')}`
}
