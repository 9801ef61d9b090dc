/** The draft itself: subject and text, live advice, the ways out, and the wording that it began with. */
import { useLocation } from 'preact-iso'
import { useMemo, useRef } from 'preact/hooks'
import { Field } from '../parts/Field'
import { useForm } from '../parts/form'
import { later } from '../parts/later'
import { say } from '../parts/Toast'
import type { Row } from '../store/kinds'
import type { Finding } from '../views/draft_check'
import { fieldsOf } from '../views/draft_fields'
import { filledIn } from '../views/draft_fill'
import type { Purpose } from '../views/draft_purposes'
import { OURS } from '../views/draft_words'
import type { Way } from './DraftSending'
import { draftHead, factsFor, logSent, wordingsFor } from './draft_data'
import { OtherValues } from './OtherValues'

const DraftAdvice = later(() => import('./DraftAdvice').then((module) => module.DraftAdvice))
const DraftSending = later(() => import('./DraftSending').then((module) => module.DraftSending))
const DraftWording = later(() => import('./DraftWording').then((module) => module.DraftWording))

interface EditorProps {
  id: string
  contact: Row<'contact'>
  purpose: Purpose
  /** The id of the follow-up that it was begun from. */
  step: string | undefined
  /** The id of an own wording, '' for ours. */
  wording: string
  onBegin: (wording: string) => Promise<void>
}

export function DraftEditor({ id, contact, purpose, step, wording, onBegin }: EditorProps) {
  const { route } = useLocation()
  const form = useForm('outreach', id)
  const facts = factsFor(contact)
  const fields = useMemo(() => fieldsOf(facts), [JSON.stringify(facts)])
  const own = wordingsFor(purpose).find((one) => one.id === wording)
  const shown = own ? { subject: own.subject ?? '', text: own.text ?? '' } : OURS[purpose]
  const subject = form.values.subject ?? filledIn(shown.subject, fields)
  const text = form.values.text ?? filledIn(shown.text, fields)
  const put = (changes: object) => form.put({ ...draftHead(contact.id, purpose), subject, text, ...changes })
  const place = useRef<HTMLDivElement>(null)
  const send = async (channel: Way, reason: string) => {
    if (!(await form.settle())) return
    try {
      await logSent({ id, contact: contact.id, purpose, subject, text, channel, reason, step })
      route(`/people/${contact.id}`)
    } catch {
      say('Not saved on this phone: it is not logged. Free some space, then say again that you sent it.')
    }
  }
  const begin = async (chosen: string) => {
    if (await form.settle()) await onBegin(chosen)
    else say('What you typed is not saved yet. Copy it before you change the wording.')
  }
  const notes = [fields['what we talked about'], fields['what i asked']].map((one) => one ?? '')
  const draft = { purpose, subject, text, metOn: facts.contact.met_on, today: facts.today, referrer: facts.referrer, notes }
  return (
    <>
      <div ref={place} class="letter">
        <Field label="Subject" max={300} value={subject} onInput={(typed) => put({ subject: typed })} onBlur={form.flush} />
        <Field label="Text" type="textarea" max={10_000} value={text} onInput={(typed) => put({ text: typed })} onBlur={form.flush} />
      </div>
      <OtherValues kind="outreach" id={id} />
      <DraftAdvice draft={draft} onShow={(finding) => show(place.current, finding)} />
      <DraftSending contact={contact} purpose={purpose} subject={subject} text={text} onSent={send} />
      <DraftWording purpose={purpose} wording={wording} begun={shown} isTyped={form.values.text !== null && form.values.text !== undefined} onBegin={begin} />
    </>
  )
}

/** Selects the phrase where it stands. */
function show(place: HTMLElement | null, { place: where, start, phrase }: Finding): void {
  const field = place?.querySelector<HTMLInputElement | HTMLTextAreaElement>(where === 'text' ? 'textarea' : 'input')
  field?.focus()
  field?.setSelectionRange(start, start + phrase.length)
}
