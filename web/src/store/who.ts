/** Who uses this phone, and what of that outlives a reload. Local storage holds ids and a name here, never a secret. */
import { signal } from '@preact/signals'
import { fresh } from './ids'

export interface Account {
  id: string
  name: string
}

export const account = signal<Account | null>(null)
export const userId = signal('')
export const signInNeeded = signal(false)
export const storeFault = signal(false)

export const GUEST = 'hallway-guest'
export const USER = 'hallway-user'
const ADOPTING = 'hallway-adopting'
export const LEAVING = 'hallway-leaving'

/** Where local storage is switched off the app works all the same, and forgets who was here with the page. */
const unstored = new Map<string, string>()

/** Returns what is kept under the name, else null. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return unstored.get(name) ?? null
  }
}

/** Keeps the text under the name, or drops it with null. */
export function keep(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(name)
    else localStorage.setItem(name, text)
  } catch {
    if (text === null) unstored.delete(name)
    else unstored.set(name, text)
  }
}

/** Returns the account that last signed in here, so that the app opens offline. */
export function lastAccount(): Account | null {
  return parsed<Account>(USER, (value) => typeof value.id === 'string' && typeof value.name === 'string')
}

/** Returns the id of this phone's guest, made on first need. */
export function guestId(): string {
  const known = kept(GUEST)
  if (known) return known
  const made = `guest-${fresh()}`
  keep(GUEST, made)
  return made
}

/** A guest's records on their way into an account, until the server has them. */
export interface Move {
  guest: string
  user: string
}

/** Returns the moves under way; each is kept before the first record is copied, so that a crash loses none. */
export function moves(): Move[] {
  const listed = parsed<{ moves: Move[] }>(ADOPTING, (value) => Array.isArray(value.moves))?.moves ?? []
  return listed.filter((move) => typeof move?.guest === 'string' && typeof move.user === 'string')
}

/** Keeps the moves under way. */
export function keepMoves(listed: readonly Move[]): void {
  keep(ADOPTING, listed.length === 0 ? null : JSON.stringify({ moves: listed }))
}

function parsed<T>(name: string, sound: (value: Record<string, unknown>) => boolean): T | null {
  try {
    const value: unknown = JSON.parse(kept(name) ?? 'null')
    return isRecord(value) && sound(value) ? (value as T) : null
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
