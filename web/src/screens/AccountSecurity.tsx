/** What one signs in with: passkeys, the password, recovery codes. Every change asks who is here if that is long ago. */
import { useEffect, useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { passkeysHere } from '../platform/passkeys'
import { dayOf, nearDay } from '../views/when'
import { now } from '../platform/clock'
import { addPasskey, makeCodes, removePasskey, removePassword, resetAt, setPassword, waysIn, wordsOf, type Passkey, type Ways } from './account_data'
import { useConfirmed } from './ConfirmIdentity'
import { Elsewhere } from './WayField'
import '../style/account.css'

export function AccountSecurity() {
  const [ways, setWays] = useState<Ways | null>(null)
  const [unread, setUnread] = useState('')
  const { run, asking, fault } = useConfirmed()
  useEffect(() => {
    waysIn().then(
      (found) => {
        setWays(found)
        resetAt.value = found.reset_at
      },
      (problem: unknown) => setUnread(wordsOf(problem)),
    )
  }, [])
  const change = (work: () => Promise<Ways>, words: string) =>
    run(async () => {
      setWays(await work())
      say(words)
    })
  return (
    <section aria-labelledby="ways-in">
      <h2 class="topic" id="ways-in">
        How you sign in
      </h2>
      {unread && <p class="second">{unread}</p>}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {ways && (
        <>
          <ul class="rows">
            {ways.passkeys.map((one) => (
              <PasskeyRow key={one.id} passkey={one} last={lastWay(ways)} onRemove={() => change(() => removePasskey(one), 'Passkey removed')} />
            ))}
            <PasswordRow ways={ways} onSet={(typed) => change(() => setPassword(typed), 'Password set')} onRemove={() => change(removePassword, 'Password removed')} />
          </ul>
          {passkeysHere() === 'yes' && <Tap words="Add a passkey of this device" onTap={() => change(addPasskey, 'Passkey added')} />}
          {passkeysHere() === 'elsewhere' && <Elsewhere />}
          <h2 class="topic">Recovery codes</h2>
          <p class="second">{codesWords(ways.recovery_codes)}</p>
          <Tap words={ways.recovery_codes > 0 ? 'Make new codes' : 'Make recovery codes'} onTap={() => run(makeCodes)} />
        </>
      )}
      {asking}
    </section>
  )
}

const lastWay = (ways: Ways): boolean => ways.passkeys.length + (ways.password ? 1 : 0) === 1

function codesWords(left: number): string {
  if (left === 0) return 'You have none. If you lose every device, only the operator of this server could let you in again.'
  return `${left} of 8 left, for the day when every other way is lost. New ones take the place of all old ones.`
}

function PasskeyRow({ passkey, last, onRemove }: { passkey: Passkey; last: boolean; onRemove: () => void }) {
  const [asking, setAsking] = useState(false)
  const today = dayOf(now.value)
  const near = (at: string) => nearDay(dayOf(at), today)
  return (
    <li class="way-row">
      <p>
        <strong>
          <bdi>{passkey.name}</bdi>
        </strong>
        <span class="second">
          Passkey, added {near(passkey.created_at)}
          {passkey.last_used_at ? `, last used ${near(passkey.last_used_at)}` : ', not used since'}
        </span>
      </p>
      {!last && !asking && <Tap words="Remove" plain label={`Remove the passkey ${passkey.name}`} onTap={() => setAsking(true)} />}
      {asking && <Sure words="It opens this account no more. Delete it on the device as well." yes="Remove the passkey" onYes={onRemove} onNo={() => setAsking(false)} />}
    </li>
  )
}

function PasswordRow({ ways, onSet, onRemove }: { ways: Ways; onSet: (typed: string) => void; onRemove: () => void }) {
  const [open, setOpen] = useState<'set' | 'remove' | null>(null)
  const [typed, setTyped] = useState('')
  const set = (event: Event) => {
    event.preventDefault()
    onSet(typed)
    setTyped('')
    setOpen(null)
  }
  return (
    <li class="way-row">
      <p>
        <strong>Password</strong>
        <span class="second">{ways.password ? 'Set' : 'None'}</span>
      </p>
      {open === null && (
        <div class="button-row">
          <Tap words={ways.password ? 'Change' : 'Set one'} label={ways.password ? 'Change the password' : 'Set a password'} onTap={() => setOpen('set')} />
          {ways.password && !lastWay(ways) && <Tap words="Remove" plain label="Remove the password" onTap={() => setOpen('remove')} />}
        </div>
      )}
      {open === 'set' && (
        <form class="in-place" onSubmit={set}>
          <Field label="New password" type="password" max={1024} autocomplete="new-password" hint="At least 15 characters. Four or five plain words do well." value={typed} onInput={setTyped} />
          <div class="button-row">
            <button type="submit" class="button quiet" disabled={!typed}>
              Keep the password
            </button>
            <Tap words="Cancel" plain onTap={() => setOpen(null)} />
          </div>
        </form>
      )}
      {open === 'remove' && <Sure words="You sign in with your passkeys only." yes="Remove the password" onYes={onRemove} onNo={() => setOpen(null)} />}
    </li>
  )
}

function Sure({ words, yes, onYes, onNo }: { words: string; yes: string; onYes: () => void; onNo: () => void }) {
  const act = () => {
    onNo()
    onYes()
  }
  return (
    <>
      <p class="second">{words}</p>
      <div class="button-row">
        <Tap words={yes} onTap={act} />
        <Tap words="Cancel" plain onTap={onNo} />
      </div>
    </>
  )
}
