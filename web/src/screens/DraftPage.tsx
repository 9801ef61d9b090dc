/** Writing to one person: what for, the words made from one's notes, what is worth a second look, and sending it. */
import { useLocation } from 'preact-iso'
import { useEffect, useRef, useState } from 'preact/hooks'
import '../style/draft.css'
import { Chips } from '../parts/Chips'
import { Back, useTitle } from '../parts/Heading'
import { Empty } from '../parts/Line'
import { later } from '../parts/later'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import type { Row } from '../store/kinds'
import { live, remove, restore } from '../store/records'
import { PURPOSES, PURPOSE_WORDS, type Purpose } from '../views/draft_purposes'
import { clock, dayOf, longDay } from '../views/when'
import { draftOf, newDraft, purposeOf, stepFor, wordingsFor } from './draft_data'
import { standsFor } from './persons_data'

const DraftEditor = later(() => import('./DraftEditor').then((module) => module.DraftEditor))

const CHOICES = PURPOSES.map((value) => ({ value, words: PURPOSE_WORDS[value] }))

export function DraftPage({ id }: { id: string }) {
  const { query, route } = useLocation()
  const contact = live('contact').value.get(standsFor(id))
  const step = contact && stepFor(contact.id, query.step)
  const purpose = contact && purposeOf(query.purpose, contact, step)
  const place = useRef<HTMLDivElement>(null)
  useTitle(contact ? `Write to ${contact.name ?? 'someone'}` : 'Write')
  // the chosen one may stand beyond the edge of a phone
  useEffect(() => place.current?.querySelector('.chip[aria-pressed=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [purpose])
  if (!contact || !purpose) return <NotHere />
  return (
    <div ref={place} class="draft">
      <Back href={`/people/${contact.id}`} words={contact.name ?? 'Person'} />
      <h1>
        Write to <bdi>{contact.name ?? 'someone without a name'}</bdi>
      </h1>
      <Chips label="What for" choices={CHOICES} chosen={purpose} onChoose={(one) => route(`/followups/draft/${id}?purpose=${one}`, true)} />
      <Drafting key={`${contact.id}:${purpose}`} contact={contact} purpose={purpose} step={step?.id} />
    </div>
  )
}

function NotHere() {
  return (
    <>
      <Back href="/followups" words="Follow-ups" />
      <h1>Not here</h1>
      <Empty words="This person is not here. They may be on another device that has not sent them yet.">
        <a class="text-button" href="/people">
          Open the people
        </a>
      </Empty>
    </>
  )
}

/** One draft at a time; another wording begins a new one, and the one before can be had back. */
function Drafting({ contact, purpose, step }: { contact: Row<'contact'>; purpose: Purpose; step: string | undefined }) {
  const [id, setId] = useState(() => draftOf(contact.id, purpose)?.id ?? newDraft())
  const [wording, setWording] = useState(() => wordingsFor(purpose)[0]?.id ?? '')
  const begin = async (chosen: string) => {
    const [left, before] = [id, wording]
    const isKept = live('outreach').value.has(left)
    if (isKept) await remove('outreach', left)
    setWording(chosen)
    setId(newDraft())
    if (!isKept) return
    say('Your draft was put away', async () => {
      await restore('outreach', left)
      setWording(before)
      setId(left)
    })
  }
  const sent = live('outreach').value.get(id)?.sent_at
  if (sent) return <Sent at={sent} onAnother={() => setId(newDraft())} />
  return <DraftEditor key={id} id={id} contact={contact} purpose={purpose} step={step} wording={wording} onBegin={begin} />
}

/** Another device or tab has said meanwhile that it went out: what is written now would change what was sent. */
function Sent({ at, onAnother }: { at: string; onAnother: () => void }) {
  return (
    <Empty words={`This message was logged as sent on ${longDay(dayOf(at))}, ${clock(at)}. It stands with their messages.`}>
      <Tap words="Write another" onTap={onAnother} />
    </Empty>
  )
}
