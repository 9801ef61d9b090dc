/** The ways of a draft out of Hallway, which sends nothing itself; what went out is logged by hand. */
import { useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import type { Row } from '../store/kinds'
import { mailtoOf } from '../views/draft_mail'
import type { Purpose } from '../views/draft_purposes'
import { waysTo } from '../views/links'
import { tooMany } from './draft_data'

export type Way = 'email' | 'message'

interface SendingProps {
  contact: Row<'contact'>
  purpose: Purpose
  subject: string
  text: string
  onSent: (way: Way, reason: string) => Promise<void>
}

export function DraftSending({ contact, purpose, subject, text, onSent }: SendingProps) {
  const [way, setWay] = useState<Way>('email')
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const [sending, setSending] = useState(false)
  const stop = tooMany(contact.id, purpose)
  const sent = async () => {
    if (stop && !reason.trim()) return setAsked(true)
    setSending(true)
    return await onSent(way, stop ? reason : '').finally(() => setSending(false))
  }
  return (
    <section class="sending" aria-label="Send">
      {stop && <Stop words={stop} reason={reason} fault={asked && !reason.trim()} onReason={setReason} />}
      <WaysOut email={waysTo(contact).find((one) => one.kind === 'mail')?.words ?? null} subject={subject} text={text} onWay={setWay} />
      <button type="button" class="button quiet wide" disabled={sending} onClick={() => void sent()}>
        I sent it
      </button>
      <p class="second">Hallway does not see your mail. Saying so closes the follow-up and keeps the words here.</p>
    </section>
  )
}

interface WaysOutProps {
  email: string | null
  subject: string
  text: string
  onWay: (way: Way) => void
}

function WaysOut({ email, subject, text, onWay }: WaysOutProps) {
  const mail = mailtoOf(email, subject, text)
  return (
    <>
      {mail ? (
        <a class="button wide" href={mail} onClick={() => onWay('email')}>
          Open in mail
        </a>
      ) : (
        <>
          <p class="notice">This is too long to be handed to a mail program whole. Copy the text and paste it there.</p>
          <button type="button" class="button wide" onClick={() => void copy(text, 'Text')}>
            Copy text
          </button>
        </>
      )}
      <p class="second">{email ? `To ${email}` : 'No e-mail address is kept for them: type it in your mail program.'}</p>
      <div class="button-row">
        {mail && <Tap words="Copy text" onTap={() => copy(text, 'Text')} />}
        <Tap words="Copy subject" plain onTap={() => copy(subject, 'Subject')} />
        {'share' in navigator && <Tap words="Share" plain onTap={() => share(subject, text).then((done) => done && onWay('message'))} />}
      </div>
    </>
  )
}

async function copy(words: string, what: string): Promise<void> {
  await navigator.clipboard.writeText(words).then(
    () => say(`${what} copied`),
    () => say('This browser does not let Hallway copy. Select the words and copy them.'),
  )
}

/** Whether it was shared; closing the choice is no. */
const share = (title: string, text: string): Promise<boolean> =>
  navigator.share({ title, text }).then(
    () => true,
    () => false,
  )

/** Two messages stand unanswered: a third goes only with a reason of one's own. */
function Stop({ words, reason, fault, onReason }: { words: string; reason: string; fault: boolean; onReason: (reason: string) => void }) {
  return (
    <div class="notice alarm">
      <p>{words}</p>
      <Field label="Why write all the same" max={300} value={reason} onInput={onReason} fault={fault ? 'Say why before you log a third message.' : undefined} />
    </div>
  )
}
