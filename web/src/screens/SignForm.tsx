/** Signing up and in: by a passkey of this device, by name and password, or by a recovery code. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Chips } from '../parts/Chips'
import { Field } from '../parts/Field'
import { Tap } from '../parts/Tap'
import { NoPasskey, passkeysHere } from '../platform/passkeys'
import { ApiProblem } from '../store/api'
import { account, guestRecordCount, signIn, signInNeeded } from '../store/session'
import { lookForReset, makeAccount, recover, signInByPasskey, wordsOf } from './account_data'
import { Elsewhere, WayField } from './WayField'
import '../style/account.css'

type Aim = 'up' | 'in' | 'code'

/** Calls `onDone` when somebody is signed in; codes to keep and a reset to tell of stand in account_data.ts then. */
export function SignForm({ onDone }: { onDone: () => void }) {
  const [aim, setAim] = useState<Aim>(signInNeeded.value ? 'in' : 'up')
  const [name, setName] = useState(account.value?.name ?? '')
  const [code, setCode] = useState('')
  const [adopt, setAdopt] = useState(true)
  const { run, busy, at, problem, forget } = useWork(onDone)
  const who = name.trim()
  const nameField = <Field label="User name" name="username" autocomplete="username" max={64} value={name} onInput={setName} fault={at('/name')} />
  const end = (
    <>
      <Adopt name={who} adopt={adopt} onAdopt={setAdopt} />
      {problem && (
        <p class="fault" role="alert">
          {problem}
        </p>
      )}
    </>
  )
  const choose = (next: Aim) => {
    forget()
    setAim(next)
  }
  return (
    <>
      <Chips
        label="Way"
        wrap
        choices={[
          { value: 'up', words: 'New account' },
          { value: 'in', words: 'Sign in' },
        ]}
        chosen={aim === 'up' ? 'up' : 'in'}
        onChoose={choose}
      />
      {aim === 'up' && (
        <WayField key="up" act="Make the account" ready={who !== ''} busy={busy} fault={at('/password')} onChoose={(way) => run(() => makeAccount(who, way, adopt))}>
          {nameField}
          {end}
        </WayField>
      )}
      {aim === 'in' && (
        <SignIn
          busy={busy}
          ready={who !== ''}
          fault={at('/password')}
          onPasskey={() => run(() => signInByPasskey(adopt).then(lookForReset))}
          onPassword={(password) => run(() => signIn(who, password, adopt).then(lookForReset))}
          onCode={() => choose('code')}
        >
          {nameField}
          {end}
        </SignIn>
      )}
      {aim === 'code' && (
        <WayField key="code" act="Go on" ready={who !== '' && code.trim() !== ''} busy={busy} fault={at('/password')} onChoose={(way) => run(() => recover(who, code, way, adopt))}>
          <p class="second">A recovery code works once. With it you choose how to sign in from now on, and every other device is signed out.</p>
          {nameField}
          <Field label="Recovery code" max={60} value={code} onInput={setCode} hint="24 letters and digits, with or without the dashes." />
          {end}
        </WayField>
      )}
    </>
  )
}

interface SignInProps {
  busy: boolean
  ready: boolean
  fault: string | undefined
  onPasskey: () => void
  onPassword: (password: string) => void
  onCode: () => void
  children: ComponentChildren
}

function SignIn({ busy, ready, fault, onPasskey, onPassword, onCode, children }: SignInProps) {
  const here = passkeysHere()
  const [password, setPassword] = useState('')
  const submit = (event: Event) => {
    event.preventDefault()
    onPassword(password)
  }
  return (
    <>
      {here === 'yes' && (
        <>
          <button type="button" class="button wide" aria-busy={busy} onClick={onPasskey}>
            Sign in with a passkey
          </button>
          <p class="or">or</p>
        </>
      )}
      {here === 'elsewhere' && <Elsewhere />}
      <form class="way" onSubmit={submit}>
        {children}
        <Field label="Password" name="password" type="password" max={1024} autocomplete="current-password" value={password} onInput={setPassword} fault={fault} />
        <button class={here === 'yes' ? 'button quiet wide' : 'button wide'} type="submit" aria-busy={busy} disabled={!ready || !password}>
          Sign in
        </button>
      </form>
      <div class="button-row">
        <a class="text-button" href="/pair">
          Use another device
        </a>
        <Tap words="Use a recovery code" onTap={onCode} />
      </div>
    </>
  )
}

/** Whether the guest's records of this phone come along; nothing where there are none. */
export function Adopt({ name, adopt, onAdopt }: { name: string; adopt: boolean; onAdopt: (adopt: boolean) => void }) {
  const [own, setOwn] = useState(0)
  useEffect(() => {
    void guestRecordCount().then(setOwn)
  }, [])
  if (own === 0) return null
  return (
    <label class="check">
      <input type="checkbox" checked={adopt} onChange={(event) => onAdopt(event.currentTarget.checked)} />
      <span>
        Add {own === 1 ? 'the record' : `the ${own} records`} of this phone to {name ? `${name}'s` : 'this'} account
      </span>
    </label>
  )
}

/** One attempt at a time: what it says of a field goes to the field, the rest to `problem`. */
export function useWork(onDone: () => void) {
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const working = useRef(false)
  const run = async (work: () => Promise<void>) => {
    if (working.current) return
    working.current = true
    setBusy(true)
    setFault(null)
    try {
      await work()
      onDone()
    } catch (problem) {
      if (!(problem instanceof ApiProblem || problem instanceof NoPasskey)) throw problem
      setFault(problem)
    } finally {
      working.current = false
      setBusy(false)
    }
  }
  const errors = fault instanceof ApiProblem ? fault.errors : []
  const at = (pointer: string) => errors.find((error) => error.pointer === pointer)?.detail
  const problem = fault && !at('/name') && !at('/password') ? wordsOf(fault) : ''
  return { run, busy, at, problem, forget: () => setFault(null) }
}
