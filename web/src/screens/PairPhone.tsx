/** The laptop's half of pairing: a code for the phone to scan, then the number that the phone shows, typed here. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { Tap } from '../parts/Tap'
import { codeOf } from '../scanner/code'
import { wordsOf } from './account_data'
import { BadgeCode } from './BadgeCode'
import { useConfirmed } from './ConfirmIdentity'
import { invite, lookAt, refuse, typeNumber, type Invitation, type Pairing } from './devices_data'

const LOOK_EVERY_MS = 1_500
const OVER = new Set<string>(['agreed', 'paired', 'ended'])

export function PairPhone({ onPaired }: { onPaired: () => unknown }) {
  const [invitation, setInvitation] = useState<Invitation | null>(null)
  const { run, asking, fault } = useConfirmed()
  const begin = () => run(async () => setInvitation(await invite()))
  return (
    <>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {invitation ? (
        <Inviting key={invitation.id} invitation={invitation} onPaired={onPaired} onAgain={begin} onClose={() => setInvitation(null)} />
      ) : (
        <Tap words="Bring a phone in" onTap={begin} />
      )}
      {asking}
    </>
  )
}

interface InvitingProps {
  invitation: Invitation
  onPaired: () => unknown
  onAgain: () => Promise<void>
  onClose: () => void
}

function Inviting({ invitation, onPaired, onAgain, onClose }: InvitingProps) {
  const [pairing, setPairing] = useState<Pairing | null>(null)
  const state = pairing?.state ?? 'waiting'
  const phone = pairing?.browser ?? 'A phone'
  const leave = () => {
    if (!OVER.has(state)) void refuse(invitation.id).catch(() => undefined)
    onClose()
  }
  useEffect(() => {
    if (state === 'paired' || state === 'ended') return
    const look = () => lookAt(invitation.id).then(setPairing, () => undefined)
    const timer = setInterval(look, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [state])
  useEffect(() => {
    if (state === 'paired') onPaired()
  }, [state])
  return (
    <div class="notice pairing" role="group" aria-label="Bring a phone in">
      <div role="status">
        {state === 'waiting' && <p>Point the phone's camera at this code. It works for two minutes, and only once you typed the phone's number here.</p>}
        {state === 'claimed' && (
          <p>
            <strong>{phone}</strong> wants to sign in as you. Type the number on its screen.
          </p>
        )}
        {state === 'agreed' && <p>{phone} is being signed in.</p>}
        {state === 'paired' && <p>{phone} is signed in.</p>}
        {state === 'ended' && <p>This code is over. Nobody was signed in.</p>}
      </div>
      {state === 'waiting' && <ToScan invitation={invitation} />}
      {state === 'claimed' && <NumberForm id={invitation.id} onTold={setPairing} />}
      <div class="button-row">
        {state === 'ended' && <Tap words="Make a new code" onTap={onAgain} />}
        {state === 'claimed' && <Tap words="This is not my phone" plain onTap={leave} />}
        {state !== 'claimed' && <Tap words={OVER.has(state) ? 'Close' : 'Cancel'} plain onTap={leave} />}
      </div>
    </div>
  )
}

function ToScan({ invitation }: { invitation: Invitation }) {
  const code = codeOf(invitation.url)
  const page = invitation.url.split('#')[0]?.replace(/^https?:\/\//, '')
  return (
    <>
      {code && <BadgeCode code={code} label="Code for the phone's camera" />}
      <p class="second">
        No camera, or Hallway is on the phone's home screen? Open {page} there and type <strong class="typed-code">{invitation.code}</strong>
      </p>
    </>
  )
}

function NumberForm({ id, onTold }: { id: string; onTold: (pairing: Pairing) => void }) {
  const [number, setNumber] = useState('')
  const [fault, setFault] = useState('')
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  const submit = async (event: Event) => {
    event.preventDefault()
    setFault('')
    try {
      onTold(await typeNumber(id, number.trim()))
    } catch (problem) {
      setFault(wordsOf(problem))
      setNumber('')
      form.current?.querySelector('input')?.focus()
      await lookAt(id).then(onTold, () => undefined)
    }
  }
  return (
    <form ref={form} onSubmit={submit}>
      <Field label="Number on the phone" type="tel" max={2} value={number} onInput={setNumber} fault={fault} />
      <button type="submit" class="button" disabled={number.trim().length !== 2}>
        Sign the phone in
      </button>
    </form>
  )
}
