/** Signing up, in and out. An account adds sync and the calendar address; nothing on this phone is lost by it. */
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Chips } from '../parts/Chips'
import { Field } from '../parts/Field'
import { Back, useTitle } from '../parts/Heading'
import { ApiProblem } from '../store/api'
import { account, guestRecordCount, signIn, signInNeeded, signUp } from '../store/session'
import { SignedIn } from './SignOut'

type Way = 'up' | 'in'

export function AccountPage() {
  useTitle('Account')
  const { route } = useLocation()
  return (
    <>
      <Back href="/settings" words="Settings" />
      <h1>{titleNow()}</h1>
      <p class="second">{introNow()}</p>
      {inside() ? <SignedIn /> : <SignForm onDone={() => route('/')} />}
    </>
  )
}

const inside = (): boolean => account.value !== null && !signInNeeded.value

function titleNow(): string {
  return signInNeeded.value ? 'Sign in again' : 'Account'
}

function introNow(): string {
  if (inside()) return 'What you write is sent to the server and to your other devices.'
  if (signInNeeded.value) return 'The server ended the session. Everything you wrote is still here and goes out once you are signed in.'
  return 'An account keeps a copy on the server, shows it on your laptop, and gives your calendar an address. Hallway works without one.'
}

/** The form alone, so that Import can offer it in place and keep the chosen file. */
export function SignForm({ onDone }: { onDone: () => void }) {
  const [way, setWay] = useState<Way>(signInNeeded.value ? 'in' : 'up')
  const [name, setName] = useState(account.value?.name ?? '')
  const [password, setPassword] = useState('')
  const [adopt, setAdopt] = useState(true)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const own = useGuestRecords()
  const submit = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await (way === 'up' ? signUp : signIn)(name.trim(), password, adopt)
      onDone()
    } catch (fault) {
      if (!(fault instanceof ApiProblem)) throw fault
      setProblem(fault)
    } finally {
      setBusy(false)
    }
  }
  const at = (pointer: string) => problem?.errors.find((error) => error.pointer === pointer)?.detail
  return (
    <form onSubmit={submit}>
      <Chips
        label="Way"
        wrap
        choices={[
          { value: 'up', words: 'New account' },
          { value: 'in', words: 'Sign in' },
        ]}
        chosen={way}
        onChoose={setWay}
      />
      <Field label="User name" name="username" autocomplete="username" max={64} value={name} onInput={setName} fault={at('/name')} />
      <Field
        label="Password"
        name="password"
        type="password"
        max={1024}
        autocomplete={way === 'up' ? 'new-password' : 'current-password'}
        hint={way === 'up' ? 'At least 15 characters. Four or five plain words do well. No e-mail is asked for.' : undefined}
        value={password}
        onInput={setPassword}
        fault={at('/password')}
      />
      {own > 0 && (
        <label class="check">
          <input type="checkbox" checked={adopt} onChange={(event) => setAdopt(event.currentTarget.checked)} />
          <span>
            Add {own === 1 ? 'the record' : `the ${own} records`} of this phone to {name.trim() ? `${name.trim()}'s` : 'this'} account
          </span>
        </label>
      )}
      {problem && problem.errors.length === 0 && (
        <p class="fault" role="alert">
          {problem.type === 'offline' ? 'No connection to the server. Nothing changed; try again when you are connected.' : problem.detail || problem.title}
        </p>
      )}
      <button class="button wide" type="submit" disabled={busy || !name.trim() || !password}>
        {way === 'up' ? 'Make the account' : 'Sign in'}
      </button>
    </form>
  )
}

function useGuestRecords(): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    void guestRecordCount().then(setCount)
  }, [])
  return count
}
