/** Passkeys through the browser: keys that a device keeps and uses by face, finger or PIN (WebAuthn level 3). */

export interface MadePasskey {
  id: string
  client_data: string
  attestation: string
  name: string
}

export interface UsedPasskey {
  id: string
  client_data: string
  authenticator_data: string
  signature: string
  user_handle: string
}

/** The person closed the browser's own dialog, or nothing here could answer; the message is for them. */
export class NoPasskey extends Error {}

interface Described {
  id: string
}

/** As the server sends them: bytes are base64url. */
export type MakingOptions = Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'> & {
  challenge: string
  user: { id: string; name: string; displayName: string }
  excludeCredentials: Described[]
}
export type UsingOptions = Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> & { challenge: string; allowCredentials: Described[] }

/** `no`: this browser has none. `elsewhere`: it takes no number for a host, and `localhost` is the same place. */
export function passkeysHere(): 'yes' | 'no' | 'elsewhere' {
  if (typeof PublicKeyCredential === 'undefined' || !isSecureContext) return 'no'
  return /^[\d.]+$|^\[/.test(location.hostname) ? 'elsewhere' : 'yes'
}

/** Lets the device make a passkey; rejects with NoPasskey. */
export async function makePasskey(options: MakingOptions): Promise<MadePasskey> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: options.excludeCredentials.map(described),
  }
  const made = await answered(navigator.credentials.create({ publicKey }))
  const { clientDataJSON, attestationObject } = made.response as AuthenticatorAttestationResponse
  return { id: text(made.rawId), client_data: text(clientDataJSON), attestation: text(attestationObject), name: deviceName() }
}

/** Lets the person choose one of their passkeys; rejects with NoPasskey. */
export async function usePasskey(options: UsingOptions): Promise<UsedPasskey> {
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: options.allowCredentials.map(described) }
  const used = await answered(navigator.credentials.get({ publicKey }))
  const { clientDataJSON, authenticatorData, signature, userHandle } = used.response as AuthenticatorAssertionResponse
  return {
    id: text(used.rawId),
    client_data: text(clientDataJSON),
    authenticator_data: text(authenticatorData),
    signature: text(signature),
    user_handle: userHandle ? text(userHandle) : '',
  }
}

async function answered(asked: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await asked
    if (credential) return credential as PublicKeyCredential
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === 'InvalidStateError') throw new NoPasskey('This device already keeps a passkey for this account.')
  }
  throw new NoPasskey('No passkey was used. Nothing has changed; try again, or take another way.')
}

/** What this device is called in a list of several. */
function deviceName(): string {
  const agent = navigator.userAgent
  const known = [
    ['iPhone', /iPhone/],
    ['iPad', /iPad/],
    ['Android', /Android/],
    ['Chromebook', /CrOS/],
    ['Mac', /Macintosh/],
    ['Windows', /Windows/],
    ['Linux', /Linux/],
  ] as const
  return known.find(([, mark]) => mark.test(agent))?.[0] ?? 'This device'
}

const described = ({ id }: Described): PublicKeyCredentialDescriptor => ({ id: bytes(id), type: 'public-key' })

function bytes(coded: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(coded.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
}

function text(data: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(data))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
