/** Where one is signed in, bringing a phone in, taking everything along and leaving: the calls about all of these. */
import { ask, call, json, refusal } from '../store/api'
import { goIn, signOut } from '../store/session'
import { handOut } from './outbox_export'

export interface SignedInAt {
  id: string
  here: boolean
  device: string | null
  name: string | null
  browser: string | null
  made_at: string
  last_seen_on: string
}

export interface Invitation {
  id: string
  url: string
  code: string
  expires_at: string
}

export interface Pairing {
  id: string
  state: 'waiting' | 'claimed' | 'agreed' | 'paired' | 'ended'
  browser: string | null
  tries_left: number
}

const EXPORT_MS = 600_000

/** The one that asks comes first. */
export async function listPlaces(): Promise<SignedInAt[]> {
  const { sessions } = await call<{ sessions: SignedInAt[] }>('GET', '/api/sessions')
  return [...sessions.filter((one) => one.here), ...sessions.filter((one) => !one.here)]
}

/** Ends every session, then leaves here as well; what was not sent stays here under this user's id. */
export async function endEverywhere(): Promise<void> {
  await call('DELETE', '/api/sessions')
  await signOut('keep')
}

/** A browser that has synced ends with all sessions of its device. */
export const endPlace = ({ id, device }: SignedInAt): Promise<void> => call('DELETE', device ? `/api/devices/${device}` : `/api/sessions/${id}`)

export const rename = (device: string, name: string): Promise<void> => call('PATCH', `/api/devices/${device}`, { name: name.trim() || null })

export const invite = (): Promise<Invitation> => call('POST', '/api/pairing', {})

export const lookAt = (id: string): Promise<Pairing> => call('GET', `/api/pairing/${id}`)

export const typeNumber = (id: string, number: string): Promise<Pairing> => call('POST', `/api/pairing/${id}/confirm`, { number })

export const refuse = (id: string): Promise<void> => call('DELETE', `/api/pairing/${id}`)

/** Comes with what was scanned or typed and returns the number for the other screen. */
export const claim = async (ticket: { secret: string } | { code: string }): Promise<string> =>
  (await call<{ number: string }>('POST', '/api/pairing/claim', ticket)).number

export const claimState = async (): Promise<Pairing['state']> => (await call<{ state: Pairing['state'] }>('GET', '/api/pairing/claim')).state

/** Signs in here once the number was typed there. */
export const finish = (adopting: boolean): Promise<void> => goIn('/api/pairing/finish', {}, adopting)

/** Hands everything that the server keeps out as one file. */
export async function takeAlong(): Promise<void> {
  const response = await ask('GET', '/api/export', { headers: { 'X-Hallway': '1' } }, { ms: EXPORT_MS })
  if (!response.ok) throw refusal(response, await json(response))
  const name = `hallway-${new Date().toISOString().slice(0, 10)}.zip`
  await handOut(new File([await response.blob()], name, { type: 'application/zip' }), 'Everything of Hallway')
}

/** Deletes the account on the server, then all of it here. */
export async function deleteAccount(name: string): Promise<void> {
  await call('POST', '/api/account/delete', { name })
  await signOut('discard')
}
