/** What one will sign in with from now on: a passkey first where this browser has them, else a password. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { Tap } from '../parts/Tap'
import { passkeysHere } from '../platform/passkeys'
import type { Way } from './account_data'
import '../style/account.css'

interface WayFieldProps {
  /** What the main button does: "Make the account". */
  act: string
  /** Whether everything else in the form is filled. */
  ready: boolean
  busy: boolean
  fault: string | undefined
  onChoose: (way: Way) => void
  children?: ComponentChildren
}

/** A form that begins with its children; its button hands over the password typed, or null for a passkey to be made. */
export function WayField({ act, ready, busy, fault, onChoose, children }: WayFieldProps) {
  const here = passkeysHere()
  const [typing, setTyping] = useState(here !== 'yes')
  const [password, setPassword] = useState('')
  const submit = (event: Event) => {
    event.preventDefault()
    onChoose(typing ? password : null)
  }
  return (
    <form class="way" onSubmit={submit}>
      {children}
      {typing ? (
        <>
          <Field
            label="Password"
            name="password"
            type="password"
            max={1024}
            autocomplete="new-password"
            hint="At least 15 characters. Four or five plain words do well. No e-mail is asked for."
            value={password}
            onInput={setPassword}
            fault={fault}
          />
          {here === 'elsewhere' && <Elsewhere />}
        </>
      ) : (
        <p class="second">A passkey is kept by this device and opened with your face, finger or PIN: nothing to remember, nothing to steal.</p>
      )}
      <button class="button wide" type="submit" aria-busy={busy} disabled={!ready || (typing && !password)}>
        {typing ? act : `${act} with a passkey`}
      </button>
      {here === 'yes' && <Tap words={typing ? 'Use a passkey instead' : 'Use a password instead'} onTap={() => setTyping(!typing)} />}
    </form>
  )
}

/** Browsers make no passkeys for an address of numbers. */
export function Elsewhere() {
  const there = `${location.protocol}//localhost:${location.port}${location.pathname}`
  return (
    <p class="second">
      Passkeys need a name in the address. <a href={there}>Open this page at localhost</a>
    </p>
  )
}
