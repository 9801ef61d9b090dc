/** A person met: what is owed, each encounter in one's own words, how to reach them, the raw code. */
import { useLocation } from 'preact-iso'
import { useState } from 'preact/hooks'
import { Back, useTitle } from '../parts/Heading'
import { KeepFocus } from '../parts/KeepFocus'
import { useInPlace } from '../parts/in_place'
import { later } from '../parts/later'
import { Empty } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { conferences } from '../store/agenda'
import type { Row } from '../store/kinds'
import { bin, stateOf } from '../store/records'
import { groupOf } from '../views/followups'
import { longDay } from '../views/when'
import { Messages, Reach } from './ContactParts'
import { EditContact } from './EditContact'
import { Encounters } from './Encounters'
import { ForgetPerson } from './Forget'
import { metWhere, stepsOf, withFilling } from './followups_data'
import { OtherValues } from './OtherValues'
import { OwnFollowUp } from './OwnFollowUp'
import { removePerson, restorePerson } from './person_data'
import { persons, standsFor } from './persons_data'
import { StepRow } from './StepRow'

const ContactRest = later(() => import('./ContactRest').then((module) => module.ContactRest))

/** The address of a merged contact shows the person. */
export function ContactPage({ id: asked }: { id: string }) {
  const id = standsFor(asked)
  const contact = persons.value.get(id)
  const [editing, setEditing] = useState(false)
  const place = useInPlace<HTMLDivElement>(editing)
  useTitle(contact?.name ?? 'Person')
  if (!contact) return <NotHere id={id} />
  return (
    <>
      <Back href="/people" words="People" />
      <h1>{[contact.name ?? 'No name yet', ...contact.degrees].join(', ')}</h1>
      <About contact={contact} />
      <OtherValues kind="contact" id={id} />
      {!editing && <Reach contact={contact} />}
      <div ref={place}>{editing ? <EditContact key={id} id={id} onDone={() => setEditing(false)} /> : <Tap words="Edit" onTap={() => setEditing(true)} />}</div>
      <Owed id={id} />
      <Encounters contact={contact} />
      <Messages id={id} />
      <ContactRest contact={contact} />
      <a class="text-button plain" href={`/people/${id}/history`}>
        What happened to this contact
      </a>
      <Forget id={id} name={contact.name} />
    </>
  )
}

function NotHere({ id }: { id: string }) {
  const deleted = bin('contact').value.has(id)
  return (
    <>
      <Back href="/people" words="People" />
      <h1>Not here</h1>
      <Empty words={deleted ? 'This person was deleted.' : 'This person is not here. They may be on another device that has not sent them yet.'}>
        {deleted && <Tap words="Restore" onTap={() => restorePerson(id)} />}
      </Empty>
      {deleted && (
        <a class="text-button plain" href={`/people/${id}/history`}>
          What happened to this contact
        </a>
      )}
    </>
  )
}

function About({ contact }: { contact: Row<'contact'> }) {
  const about = [contact.role, contact.institution].filter((part) => part).join(', ')
  const meeting = conferences.value.find((one) => one.id === contact.conference)?.name
  const place = metWhere.value.get(contact.id)
  const met = contact.met_on ? `Met ${longDay(contact.met_on)}` : 'Not met yet'
  const where = [...new Set([place, meeting])].filter((part) => part).join(', ')
  return (
    <div class="about">
      {about && <p>{about}</p>}
      <p class="second">
        {met}
        {where && `, ${where}`}
        {contact.how_found && ` · ${contact.how_found}`}
      </p>
      {contact.tags.length > 0 && <p class="second">{contact.tags.join(' · ')}</p>}
      <p class="small">{stateOf('contact', contact.id) === 'phone' ? 'Saved on this phone' : 'On the server'}</p>
      {contact.person && (
        <a class="text-button" href={`/persons/${contact.person}`}>
          On the programme
        </a>
      )}
    </div>
  )
}

function Owed({ id }: { id: string }) {
  const open = withFilling(
    stepsOf(id).filter((step) => step.state === 'open'),
    (step) => step.contact === id,
  ).sort((a, b) => (a.due_on ?? '9').localeCompare(b.due_on ?? '9'))
  const due = open.filter((step) => groupOf(step) === 'due').length
  return (
    <section class="at-followups">
      <h2 class="section-label">Follow-ups{due > 0 ? ` · ${due} due` : ''}</h2>
      {open.length === 0 && <p class="second">Nothing is owed.</p>}
      <KeepFocus>
        <ol class="line">
          {open.map((step) => (
            <StepRow key={step.id} step={step} linked={false} />
          ))}
        </ol>
      </KeepFocus>
      <OwnFollowUp contact={id} />
    </section>
  )
}

function Forget({ id, name }: { id: string; name: string | null }) {
  const { route } = useLocation()
  const drop = async () => {
    await removePerson(id)
    route('/people')
    say(`${name ?? 'Contact'} is under Recently deleted`, () => restorePerson(id))
  }
  return (
    <div class="last-act">
      <Tap words="Delete" plain label={`Delete ${name ?? 'this person'}`} onTap={drop} />
      <ForgetPerson id={id} name={name} />
    </div>
  )
}
