/** Letters of recommendation: planned back from their deadlines, each with how far it is. */
import { useRef, useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { StopRow } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { interval } from '../store/days'
import type { Row } from '../store/kinds'
import { live } from '../store/records'
import { inOrder, nextOf, stageOf } from '../views/letters'
import { longDay, nearDay } from '../views/when'
import { AddingList, SaveOrCancel } from './AddingList'
import { myToday } from './followups_data'
import { addLetter, drop, happened } from './letters_data'
import { OtherValues } from './OtherValues'
import { Whom } from './OwnFollowUp'
import { persons, standsFor } from './persons_data'
import { settings } from './settings_data'

export function Letters() {
  const letters = inOrder(live('letter').value.values())
  const weeks = Math.round(interval({ intervals: settings.value?.intervals ?? {} }, 'letter_ask') / 7)
  return (
    <AddingList
      title="Letters"
      what={`Ask ${weeks} weeks before the deadline, in person where you can, somebody who knows your work.`}
      empty="No letter yet. Give one its writer and its deadline, and the dates come by themselves."
      isEmpty={letters.length === 0}
      add="Plan a letter"
      form={LetterForm}
    >
      {letters.map((letter) => (
        <LetterRow key={letter.id} letter={letter} />
      ))}
    </AddingList>
  )
}

function LetterRow({ letter }: { letter: Row<'letter'> }) {
  const stage = stageOf(letter)
  const next = nextOf(letter)
  const contact = standsFor(letter.contact ?? '')
  const name = persons.value.get(contact)?.name ?? 'Someone'
  return (
    <StopRow stop={next.length === 0 ? 'done' : 'open'} look="step">
      <h2>
        <a href={`/people/${contact}`}>{name}</a>
      </h2>
      {letter.purpose && <p class="second">{letter.purpose}</p>}
      <p class="second">{letter.deadline_on ? `Due ${longDay(letter.deadline_on)}` : 'No deadline'}</p>
      <p class="small">{stage ? `${stage.words} ${nearDay(stage.on, myToday.value)}` : 'Not asked yet'}</p>
      <OtherValues kind="letter" id={letter.id} />
      <div class="button-row">
        {next.map(({ field, words }, index) => (
          <Tap key={field} words={words} plain={index > 0} label={`${words}: ${name}`} onTap={() => happened(letter, field, `${words}: ${name}`)} />
        ))}
        <Tap words="Delete" plain label={`Delete the letter of ${name}`} onTap={() => drop('letter', letter.id)} />
      </div>
    </StopRow>
  )
}

function LetterForm({ onDone }: { onDone: () => void }) {
  const [contact, setContact] = useState('')
  const [purpose, setPurpose] = useState('')
  const [deadline, setDeadline] = useState('')
  const [fault, setFault] = useState<string>()
  const form = useRef<HTMLFormElement>(null)
  const submit = async (event: Event) => {
    event.preventDefault()
    if (!contact) {
      setFault('Choose who writes it.')
      return form.current?.querySelector('select')?.focus()
    }
    await addLetter({ contact, purpose: purpose.trim() || null, deadline_on: deadline || null })
    return onDone()
  }
  return (
    <form ref={form} class="in-place" onSubmit={submit} noValidate>
      <Whom label="Who writes it" chosen={contact} onChoose={setContact} fault={fault} />
      <Field label="What it is for" max={120} value={purpose} onInput={setPurpose} hint="Residency 2028, a research year." />
      <Field label="Deadline" type="date" value={deadline} onInput={setDeadline} hint="Leave it empty where there is none yet." />
      <SaveOrCancel onCancel={onDone} />
    </form>
  )
}
