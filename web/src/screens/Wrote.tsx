/** Logs a message that went out; a third one without an answer asks for its reason first, and nothing is written before. */
import { useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { useInPlace } from '../parts/in_place'
import { Tap } from '../parts/Tap'
import { logSent } from './followups_acts'
import { outreachOf, refusedNow } from './followups_data'

export function Wrote({ contact }: { contact: string }) {
  const [asking, setAsking] = useState(false)
  const place = useInPlace<HTMLDivElement>(asking)
  const purpose = outreachOf(contact).some((row) => row.direction === 'out' && row.sent_at) ? 'other' : 'approach'
  const tap = () => (refusedNow(contact, purpose) ? setAsking(true) : logSent(contact, purpose, null))
  const log = async (reason: string) => {
    await logSent(contact, purpose, reason)
    setAsking(false)
  }
  return (
    <div ref={place}>
      {asking ? (
        <Reason unanswered={refusedNow(contact, purpose)?.unanswered ?? 2} onLog={log} onCancel={() => setAsking(false)} />
      ) : (
        <Tap words="I wrote to them" plain onTap={tap} />
      )}
    </div>
  )
}

function Reason({ unanswered, onLog, onCancel }: { unanswered: number; onLog: (reason: string) => Promise<void>; onCancel: () => void }) {
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<string>()
  const submit = async (event: Event) => {
    event.preventDefault()
    if (!reason.trim()) return setFault('Say why, in a few words.')
    return await onLog(reason.trim())
  }
  return (
    <form class="in-place" onSubmit={submit} noValidate>
      <p>{unanswered} messages stand without an answer. One more is kept only with a reason.</p>
      <Field label="Why you wrote again" max={300} value={reason} onInput={setReason} fault={fault} />
      <div class="button-row">
        <button type="submit" class="button">
          Log with this reason
        </button>
        <Tap words="Cancel" plain onTap={onCancel} />
      </div>
    </form>
  )
}
