/** Ways into an account as the server tells them, and the calls about them. */
import { signal } from '@preact/signals'
import { makePasskey, NoPasskey, usePasskey, type MakingOptions, type UsingOptions } from '../platform/passkeys'
import { ApiProblem, call } from '../store/api'
import { goIn } from '../store/session'

export interface Passkey {
  id: string
  name: string
  created_at: string
  last_used_at: string | null
}

export interface Ways {
  password: boolean
  passkeys: Passkey[]
  recovery_codes: number
  reset_at: string | null
}

/** Codes just made, until the person says that they are kept; they outlive the change of user that signing in is. */
export const freshCodes = signal<readonly string[] | null>(null)
/** When the operator's link was used, until the person has read it. */
export const resetAt = signal<string | null>(null)

type Options<T> = { options: T }

const challenge = async <T>(body: object): Promise<T> => (await call<Options<T>>('POST', '/api/challenges', body)).options
const own = async <T>(purpose: string): Promise<T> => (await call<Options<T>>('POST', '/api/challenges/own', { purpose })).options

/** A password typed, or null for a passkey of this device. */
export type Way = string | null

const wayOf = async (password: Way, asking: object): Promise<object> =>
  password === null ? { passkey: await makePasskey(await challenge<MakingOptions>(asking)) } : { password }

/** Makes an account and its recovery codes. */
export async function makeAccount(name: string, password: Way, adopting: boolean): Promise<void> {
  const way = await wayOf(password, { purpose: 'sign-up', name })
  await goIn('/api/users', { name, ...way }, adopting)
  await makeCodes().catch(() => undefined) // the account tells that there are none yet
}

/** Signs in by a passkey that this device keeps or reaches. */
export async function signInByPasskey(adopting: boolean): Promise<void> {
  const passkey = await usePasskey(await challenge<UsingOptions>({ purpose: 'sign-in' }))
  await goIn('/api/session/passkey', { passkey }, adopting)
}

/** Signs in by a recovery code and sets another way in. */
export async function recover(name: string, code: string, password: Way, adopting: boolean): Promise<void> {
  const way = await wayOf(password, { purpose: 'recover', name, code })
  await goIn('/api/recovery', { name, code, ...way }, adopting)
}

/** Signs in by the operator's link and sets the only way in, with new recovery codes. */
export async function reset(token: string, password: Way, adopting: boolean): Promise<void> {
  const way = await wayOf(password, { purpose: 'reset', token })
  await goIn('/api/reset', { token, ...way }, adopting)
  await makeCodes().catch(() => undefined)
}

/** Shows once more who is here, by a passkey or a password. */
export async function confirmIdentity(password: Way): Promise<void> {
  const body = password === null ? { passkey: await usePasskey(await own<UsingOptions>('confirm')) } : { password }
  await call('POST', '/api/session/confirm', body)
}

export const waysIn = (): Promise<Ways> => call<Ways>('GET', '/api/account')

/** Asks, after signing in, whether the sign-in was reset meanwhile. */
export async function lookForReset(): Promise<void> {
  resetAt.value = await waysIn().then(
    (ways) => ways.reset_at,
    () => null,
  )
}

export async function dismissReset(): Promise<void> {
  await call('DELETE', '/api/account/reset-notice')
  resetAt.value = null
}

export async function makeCodes(): Promise<void> {
  freshCodes.value = (await call<{ recovery_codes: string[] }>('POST', '/api/account/recovery-codes', {})).recovery_codes
}

export const addPasskey = async (): Promise<Ways> =>
  call('POST', '/api/account/passkeys', { passkey: await makePasskey(await own<MakingOptions>('add')) })

export const removePasskey = ({ id }: Passkey): Promise<Ways> => call('DELETE', `/api/account/passkeys/${id}`)

export const setPassword = (password: string): Promise<Ways> => call('PUT', '/api/account/password', { password })

export const removePassword = (): Promise<Ways> => call('DELETE', '/api/account/password')

/** What went wrong in words for the person; whatever else it was is thrown on. */
export function wordsOf(fault: unknown): string {
  if (fault instanceof NoPasskey) return fault.message
  if (!(fault instanceof ApiProblem)) throw fault
  if (fault.type === 'offline') return 'No connection to the server. Nothing changed; try again when you are connected.'
  return fault.errors[0]?.detail || fault.detail || fault.title
}
