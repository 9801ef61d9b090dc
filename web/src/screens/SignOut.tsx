/** Signing out: nothing unsent is lost but by one's own typed word. */
import { useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { useInPlace } from '../parts/in_place'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { unsent } from '../store/records'
import { account, signOut } from '../store/session'
import { exportOutbox } from './outbox_export'

export function SignedIn() {
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const isLeaving = asking && unsent.value > 0
  const place = useInPlace<HTMLDivElement>(isLeaving)
  const leave = async (choice: 'keep' | 'discard') => {
    setBusy(true)
    await signOut(choice).finally(() => setBusy(false))
  }
  return (
    <>
      <p class="signed-in">
        Signed in as <strong>{account.value?.name}</strong>.
      </p>
      {busy && (
        <p class="second" role="status">
          Sending what is left, then signing out
        </p>
      )}
      <div ref={place}>
        {isLeaving ? (
          <Leaving busy={busy} onLeave={leave} onStay={() => setAsking(false)} />
        ) : (
          <button type="button" class="button quiet" disabled={busy} onClick={() => (unsent.value > 0 ? setAsking(true) : void leave('keep'))}>
            Sign out
          </button>
        )}
      </div>
    </>
  )
}

interface LeavingProps {
  busy: boolean
  onLeave: (choice: 'keep' | 'discard') => Promise<void>
  onStay: () => void
}

function Leaving({ busy, onLeave, onStay }: LeavingProps) {
  const left = unsent.value
  const one = left === 1
  const hand = async () => {
    const count = await exportOutbox()
    say(`${count === 1 ? '1 change' : `${count} changes`} handed out as a file`)
  }
  return (
    <section aria-label="Signing out">
      <p class="notice">
        {one ? '1 change is' : `${left} changes are`} only here, not on the server. Signing out keeps {one ? 'it' : 'them'} here for you, unseen by anybody
        else, until you sign in again.
      </p>
      <button type="button" class="button wide" disabled={busy} onClick={onStay}>
        Stay signed in
      </button>
      <div class="stacked">
        <button type="button" class="button quiet wide" disabled={busy} onClick={() => void onLeave('keep')}>
          Sign out and keep {one ? 'it' : 'them'} here
        </button>
        <Tap words="Export as a file first" onTap={hand} />
        <Discard left={left} busy={busy} onDiscard={() => onLeave('discard')} />
      </div>
    </section>
  )
}

/** What was never sent is gone for good, so the number has to be typed. */
function Discard({ left, busy, onDiscard }: { left: number; busy: boolean; onDiscard: () => Promise<void> }) {
  const [opened, setOpened] = useState(false)
  const [typed, setTyped] = useState('')
  if (!opened) return <Tap words={`Sign out and discard ${left === 1 ? 'it' : 'them'}`} plain onTap={() => setOpened(true)} />
  return (
    <div class="in-place">
      <Field label={`Type ${left} to discard ${left === 1 ? 'it' : 'them'} for good`} max={6} value={typed} onInput={setTyped} />
      <div class="button-row">
        <button type="button" class="button quiet" disabled={busy || typed.trim() !== String(left)} onClick={() => void onDiscard()}>
          Discard and sign out
        </button>
        <Tap words="Cancel" plain onTap={() => setOpened(false)} />
      </div>
    </div>
  )
}
