/** The phone's half of pairing: it comes with a scanned secret or a typed code, and shows a number for the other screen. */
import '../style/devices.css'
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Field } from '../parts/Field'
import { Back, useTitle } from '../parts/Heading'
import { later } from '../parts/later'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { account, signInNeeded } from '../store/session'
import { wordsOf } from './account_data'
import { claim, claimState, finish } from './devices_data'
import { useNoReferrer } from './Reset'
import { Adopt } from './SignForm'

const PairScan = later(() => import('./PairScan').then((module) => module.PairScan), 'when asked')
const ASK_EVERY_MS = 1_500

/** Taken out of the address at once, so that neither history nor a screenshot holds it. */
let scanned = ''

function takeSecret(): void {
  if (location.hash.length < 2) return
  scanned = location.hash.slice(1)
  history.replaceState(history.state, '', location.pathname)
}

/** The secret of a pairing code that was read in the app; null for any other code. */
export function secretIn(text: string): string | null {
  const found = URL.canParse(text) ? new URL(text) : null
  return found && found.origin === location.origin && found.pathname === '/pair' && found.hash.length > 1 ? found.hash.slice(1) : null
}

export function PairPage() {
  takeSecret()
  useTitle('Sign in with another device')
  useNoReferrer()
  const inside = account.value !== null && !signInNeeded.value
  return (
    <>
      <Back href="/account" words="Account" />
      <h1>Sign in with another device</h1>
      {inside ? <p class="second">You are signed in here as {account.value?.name} already. Sign out first if it should be somebody else.</p> : <Coming />}
    </>
  )
}

function Coming() {
  const [number, setNumber] = useState('')
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)
  const come = async (ticket: { secret: string } | { code: string }) => {
    setBusy(true)
    setFault('')
    try {
      setNumber(await claim(ticket))
    } catch (problem) {
      setFault(wordsOf(problem))
    } finally {
      setBusy(false)
    }
  }
  const over = () => {
    setNumber('')
    setFault('This code is over. Make a new one on the other device.')
  }
  useEffect(() => {
    const secret = scanned
    scanned = ''
    if (secret) void come({ secret })
  }, [])
  if (number) return <Showing number={number} onOver={over} />
  return (
    <>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <Ways busy={busy} onCome={come} />
    </>
  )
}

function Ways({ busy, onCome }: { busy: boolean; onCome: (ticket: { secret: string } | { code: string }) => Promise<void> }) {
  const [code, setCode] = useState('')
  const [scanning, setScanning] = useState(false)
  const submit = (event: Event) => {
    event.preventDefault()
    void onCome({ code })
  }
  const read = (text: string) => {
    const secret = secretIn(text)
    if (!secret) return false
    setScanning(false)
    void onCome({ secret })
    return true
  }
  return (
    <>
      <p class="second">On the device where you are signed in, open Settings, Account, and choose “Bring a phone in”. It shows a code.</p>
      {scanning ? (
        <PairScan onRead={read} onClose={() => setScanning(false)} />
      ) : (
        <button type="button" class="button wide" disabled={busy} onClick={() => setScanning(true)}>
          Scan the code
        </button>
      )}
      <p class="or">or</p>
      <form onSubmit={submit}>
        <Field label="Type the code" max={20} value={code} onInput={setCode} hint="Eight letters and digits, with or without the dash." />
        <button type="submit" class="button quiet wide" disabled={busy || code.replace(/[\s-]/g, '').length !== 8}>
          Go on
        </button>
      </form>
    </>
  )
}

/** Shows the number until it was typed on the other device, then goes in. */
function Showing({ number, onOver }: { number: string; onOver: () => void }) {
  const { route } = useLocation()
  const [adopt, setAdopt] = useState(true)
  const [agreed, setAgreed] = useState(false)
  const [fault, setFault] = useState('')
  useEffect(() => {
    const ask = () =>
      claimState().then(
        (state) => (state === 'agreed' ? setAgreed(true) : state === 'ended' && onOver()),
        () => undefined, // no network just now: it is asked again
      )
    const timer = setInterval(ask, ASK_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const enter = () =>
    finish(adopt).then(
      () => {
        route('/account', true)
        say('Signed in here')
      },
      (problem: unknown) => setFault(wordsOf(problem)),
    )
  useEffect(() => {
    if (agreed) void enter()
  }, [agreed])
  return (
    <>
      <div role="status">
        <p class="pair-words">{agreed ? 'Signing in' : 'Type this number on the other device:'}</p>
        {!agreed && <p class="pair-number">{number}</p>}
      </div>
      {!agreed && <Adopt name="" adopt={adopt} onAdopt={setAdopt} />}
      {fault && (
        <>
          <p class="fault" role="alert">
            {fault}
          </p>
          <Tap words="Try again" onTap={enter} />
        </>
      )}
    </>
  )
}
