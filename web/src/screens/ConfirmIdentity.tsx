/** Asks once more who is here, over whatever one wanted to do, and goes on with it afterwards. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { Tap } from '../parts/Tap'
import { passkeysHere } from '../platform/passkeys'
import { ApiProblem } from '../store/api'
import { account } from '../store/session'
import { confirmIdentity, waysIn, wordsOf, type Way, type Ways } from './account_data'
import '../style/account.css'

type Work = () => Promise<void>

/** Runs work that may need a fresh sign-in: `asking` is the dialog while one is needed, `fault` what else went wrong. */
export function useConfirmed() {
  const [again, setAgain] = useState<Work | null>(null)
  const [fault, setFault] = useState('')
  const run = async (work: Work): Promise<void> => {
    setFault('')
    setAgain(null)
    try {
      await work()
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.type === '/problems/reauth') setAgain(() => work)
      else setFault(wordsOf(problem))
    }
  }
  const asking = again && <ConfirmIdentity onDone={() => run(again)} onClose={() => setAgain(null)} />
  return { run, asking, fault }
}

export function ConfirmIdentity({ onDone, onClose }: { onDone: () => unknown; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [ways, setWays] = useState<Ways | null>(null)
  const [password, setPassword] = useState('')
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)
  useLayoutEffect(() => {
    const from = document.activeElement
    dialog.current?.showModal()
    return () => {
      dialog.current?.close()
      if (from instanceof HTMLElement) from.focus()
    }
  }, [])
  useEffect(() => {
    waysIn().then(setWays, (problem: unknown) => setFault(wordsOf(problem)))
  }, [])
  const confirm = async (way: Way) => {
    setBusy(true)
    setFault('')
    try {
      await confirmIdentity(way)
    } catch (problem) {
      return setFault(wordsOf(problem))
    } finally {
      setBusy(false)
    }
    return onDone()
  }
  const submit = (event: Event) => {
    event.preventDefault()
    void confirm(password)
  }
  const byPasskey = ways !== null && ways.passkeys.length > 0 && passkeysHere() === 'yes'
  return (
    <dialog ref={dialog} class="confirm" aria-labelledby="confirm-title" onCancel={onClose}>
      <h2 id="confirm-title">Is it you?</h2>
      <p class="second">This changes who can reach what you keep here, so it takes a sign-in of the last ten minutes.</p>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {byPasskey && (
        <button type="button" class="button wide" disabled={busy} onClick={() => void confirm(null)}>
          Confirm with a passkey
        </button>
      )}
      {ways?.password && (
        <form onSubmit={submit}>
          <input type="hidden" name="username" autoComplete="username" value={account.value?.name} />
          <Field label="Password" type="password" max={1024} autocomplete="current-password" value={password} onInput={setPassword} />
          <button type="submit" class={byPasskey ? 'button quiet wide' : 'button wide'} disabled={busy || !password}>
            Confirm with the password
          </button>
        </form>
      )}
      {ways && !byPasskey && !ways.password && <p class="second">Your passkeys do not work in this browser. Do this on a device where they do.</p>}
      <Tap words="Cancel" plain onTap={onClose} />
    </dialog>
  )
}
