/** Reminders on this device by Web Push: a switch between the browser and our server. */
import { call } from '../store/api'

export interface PushState {
  on: boolean
  key: string
}

/** What keeps reminders from working here; null where they can be switched on. */
export type Hindrance = 'unknown here' | 'refused'

/** Whether this browser has reminders at all. */
export const hasPush = (): boolean => 'PushManager' in globalThis && 'Notification' in globalThis && 'serviceWorker' in navigator

/** Whether this browser gets reminders: the server and the browser must both say so. */
export async function pushIsOn(): Promise<boolean> {
  const [state, own] = await Promise.all([call<PushState>('GET', '/api/push'), subscription()])
  return state.on && own !== null
}

/** Asks for leave, subscribes and tells the server; returns what is in the way. Rejects with ApiProblem. */
export async function pushOn(): Promise<Hindrance | null> {
  if ((await Notification.requestPermission()) !== 'granted') return 'refused'
  const { key } = await call<PushState>('GET', '/api/push')
  const made = await subscribed(key)
  if (made === null) return 'unknown here'
  const { endpoint, keys } = made.toJSON()
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  await call('PUT', '/api/push', { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth }, zone })
  return null
}

/** Ends them: on the server first, which sends, then in the browser. Rejects with ApiProblem. */
export async function pushOff(): Promise<void> {
  await call('DELETE', '/api/push')
  await (await subscription())?.unsubscribe()
}

async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration()
  return (await worker?.pushManager.getSubscription()) ?? null
}

/** A subscription under the server's key; one under an older key is given up. Null where the browser cannot reach its push service. */
async function subscribed(key: string): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.ready
  const wanted = { userVisibleOnly: true, applicationServerKey: key }
  try {
    return await worker.pushManager.subscribe(wanted)
  } catch {
    await (await worker.pushManager.getSubscription())?.unsubscribe()
    return worker.pushManager.subscribe(wanted).catch(() => null)
  }
}
