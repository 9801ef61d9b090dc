/** Milestones: news of one's own, and who is to hear of it. */
import { useRef, useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { StopRow } from '../parts/Line'
import { Tap } from '../parts/Tap'
import type { Row } from '../store/kinds'
import { live } from '../store/records'
import { longDay } from '../views/when'
import { AddingList, SaveOrCancel } from './AddingList'
import { myToday } from './followups_data'
import { addMilestone, drop } from './letters_data'
import { OtherValues } from './OtherValues'
import { persons, standsFor } from './persons_data'

const USUAL = ['Passed an exam', 'Chose my specialty', 'Applied', 'Matched']
/** As many as a record takes. */
const MOST = 200

export function Milestones() {
  const all = [...live('milestone').value.values()].sort((a, b) => (b.reached_on ?? '').localeCompare(a.reached_on ?? ''))
  return (
    <AddingList
      title="Milestones"
      what="Good news is a reason to write: an exam, a specialty, an application, a match."
      empty="No milestone yet. Add one, choose who is to hear of it, and a follow-up comes for each."
      isEmpty={all.length === 0}
      add="Add a milestone"
      form={MilestoneForm}
    >
      {all.map((one) => (
        <MilestoneRow key={one.id} one={one} />
      ))}
    </AddingList>
  )
}

function MilestoneRow({ one }: { one: Row<'milestone'> }) {
  const names = [...new Set(one.contacts.map(standsFor))].map((id) => persons.value.get(id)?.name ?? 'someone')
  return (
    <StopRow stop="open" look="step">
      <h2>{one.name}</h2>
      <p class="small">{one.reached_on ? longDay(one.reached_on) : 'No day'}</p>
      <p class="second clamped longer">{names.length > 0 ? `To tell: ${names.join(', ')}` : 'Nobody chosen'}</p>
      <OtherValues kind="milestone" id={one.id} />
      <div class="button-row">
        <Tap words="Delete" plain label={`Delete ${one.name ?? 'the milestone'}`} onTap={() => drop('milestone', one.id)} />
      </div>
    </StopRow>
  )
}

function MilestoneForm({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState('')
  const [day, setDay] = useState(myToday.value)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [fault, setFault] = useState<string>()
  const form = useRef<HTMLFormElement>(null)
  const submit = async (event: Event) => {
    event.preventDefault()
    if (!name.trim()) {
      setFault('Say what happened.')
      return form.current?.querySelector('input')?.focus()
    }
    await addMilestone({ name: name.trim(), reached_on: day || null, contacts: [...chosen] })
    return onDone()
  }
  return (
    <form ref={form} class="in-place" onSubmit={submit} noValidate>
      <Field label="What" max={120} value={name} onInput={setName} fault={fault} suggestions={USUAL} hint="As you would tell it: passed Step 2, matched in Lund." />
      <Field label="On" type="date" value={day} onInput={setDay} hint="Without a day nobody is told yet." />
      <Chosen chosen={chosen} onChoose={setChosen} />
      <SaveOrCancel onCancel={onDone} />
    </form>
  )
}

function Chosen({ chosen, onChoose }: { chosen: readonly string[]; onChoose: (ids: readonly string[]) => void }) {
  const all = [...persons.value.values()].sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''))
  const flip = (id: string) => onChoose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(0, MOST))
  if (all.length === 0) return <p class="second field">Nobody yet to tell. Scan a badge or type a name first.</p>
  return (
    <div class="field" role="group" aria-label="Who is to hear of it">
      <span class="label">Who is to hear of it{chosen.length > 0 && ` · ${chosen.length} chosen`}</span>
      <div class="of-many">
        {all.map((one) => (
          <label key={one.id} class="check">
            <input type="checkbox" checked={chosen.includes(one.id)} onChange={() => flip(one.id)} />
            <span>{[one.name ?? 'No name yet', one.institution].filter((part) => part).join(', ')}</span>
          </label>
        ))}
      </div>
    </div>
  )
}
