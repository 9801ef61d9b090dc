/** Forgetting a person for good, with all that hangs on them; in two steps, because nothing brings it back. */
import { useLocation } from 'preact-iso'
import { useState } from 'preact/hooks'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { ApiProblem } from '../store/api'
import { forgetPerson, NotForgotten } from '../store/forgetting'
import { account } from '../store/session'

export function ForgetPerson({ id, name }: { id: string; name: string | null }) {
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState('')
  const { route } = useLocation()
  if (!asking) return <Tap words="Forget this person now" plain onTap={() => setAsking(true)} />
  const forget = async () => {
    setBusy(true)
    setFault('')
    try {
      await forgetPerson(id)
      route('/people')
      say(`${name ?? 'The person'} is forgotten`)
    } catch (problem) {
      if (!(problem instanceof NotForgotten) && !(problem instanceof ApiProblem)) throw problem
      setFault(wordsOf(problem))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="in-place" aria-label="Forget this person">
      <p>
        <strong>{name ?? 'This person'}</strong>, your notes about them, their codes, the messages you logged and their follow-ups go for good,{' '}
        {account.value === null ? 'from this device' : 'from the server and from all your devices'}. Nothing brings them back. Copies you exported, and mails, stay
        where they are.
      </p>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <div class="stacked">
        <div class="button-row">
          <button type="button" class="button quiet" disabled={busy} onClick={() => void forget()}>
            {busy ? 'Forgetting' : 'Forget for good'}
          </button>
          <Tap words="Keep" plain onTap={() => setAsking(false)} />
        </div>
      </div>
    </section>
  )
}

function wordsOf(problem: NotForgotten | ApiProblem): string {
  if (problem instanceof NotForgotten) return problem.message
  if (problem.type === 'offline' || problem.type === 'portal') return 'This needs a connection to the server. Nothing is forgotten yet; try again when there is one.'
  return `${problem.message} Nothing is forgotten yet.`
}
