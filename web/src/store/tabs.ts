/** Word between the tabs of one browser: what one wrote, the others read again. */
import { userId } from './who'

type Listener = () => void

let channel: BroadcastChannel | null = null
let channelOf = ''

/** Listens to the other tabs of this user from now on, and to those of nobody else. */
export function listen(changed: Listener): void {
  if (typeof BroadcastChannel === 'undefined' || channelOf === userId.value) return
  channel?.close()
  channelOf = userId.value
  channel = new BroadcastChannel(`hallway-${channelOf}`)
  channel.onmessage = changed
}

/** Tells the other tabs to read again. */
export function tellTabs(): void {
  if (channelOf === userId.value) channel?.postMessage('changed')
}

/** Ends listening. */
export function hangUp(): void {
  channel?.close()
  channel = null
  channelOf = ''
}
