/** Taking everything along, and deleting the account: said plainly, asked twice, unsent changes first. */
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Field } from '../parts/Field'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { unsent } from '../store/records'
import { account } from '../store/session'
import { useConfirmed } from './ConfirmIdentity'
import { deleteAccount, takeAlong } from './devices_data'
import { exportOutbox } from './outbox_export'

export function Leaving() {
  return (
    <>
      <TakeAlong />
      <Deletion />
    </>
  )
}

function TakeAlong() {
  const [busy, setBusy] = useState(false)
  const { run, asking, fault } = useConfirmed()
  const take = () =>
    run(async () => {
      setBusy(true)
      await takeAlong().finally(() => setBusy(false))
      say('Everything is in the file')
    })
  return (
    <section aria-labelledby="along">
      <h2 class="topic" id="along">
        Take everything with you
      </h2>
      <p class="second">One ZIP file with all your records and their history, people for an address book, tables for a spreadsheet, your calendar and your photos.</p>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {busy ? (
        <p class="second" role="status">
          Putting your file together
        </p>
      ) : (
        <Tap words="Get the file" onTap={take} />
      )}
      {asking}
    </section>
  )
}

function Deletion() {
  const [opened, setOpened] = useState(false)
  return (
    <section aria-labelledby="delete">
      <h2 class="topic" id="delete">
        Delete this account
      </h2>
      {opened ? <Deleting onClose={() => setOpened(false)} /> : <Tap words="Delete the account" plain onTap={() => setOpened(true)} />}
    </section>
  )
}

function Deleting({ onClose }: { onClose: () => void }) {
  const { route } = useLocation()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const { run, asking, fault } = useConfirmed()
  const name = account.value?.name ?? ''
  const submit = (event: Event) => {
    event.preventDefault()
    void run(async () => {
      setBusy(true)
      await deleteAccount(typed).finally(() => setBusy(false))
      route('/')
      say('The account is deleted')
    })
  }
  return (
    <>
      <form class="in-place" onSubmit={submit}>
        <ul class="bullets">
          <li>Gone at once, for good: all that the server keeps of you, every sign-in, your calendar addresses, your own agendas, and what this browser keeps of the account.</li>
          <li>Other phones keep their copy until somebody signs out there. They cannot send any more.</li>
          <li>The server's backups hold it for up to 30 days. An agenda of yours that is open to everyone stays.</li>
        </ul>
        {unsent.value > 0 && (
          <p class="notice">
            {unsent.value === 1 ? '1 change is' : `${unsent.value} changes are`} only here and would be lost. <Tap words="Export as a file first" onTap={exportOutbox} />
          </p>
        )}
        <Field label={`Type ${name} to delete the account`} max={64} value={typed} onInput={setTyped} fault={fault || undefined} />
        <div class="button-row">
          <button type="submit" class="button quiet" disabled={busy || typed.trim().toLowerCase() !== name.toLowerCase()}>
            Delete for good
          </button>
          <Tap words="Cancel" plain onTap={onClose} />
        </div>
      </form>
      {asking}
    </>
  )
}
