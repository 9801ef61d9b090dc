/** A follow-up made by hand: what, for whom, by when. */
import { useRef, useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { useInPlace } from '../parts/in_place'
import { Tap } from '../parts/Tap'
import { addOwn, inDays } from './followups_data'
import { persons } from './persons_data'

/** A button that opens the form; with `contact` the person is given. */
export function OwnFollowUp({ contact }: { contact?: string }) {
  const [opened, setOpened] = useState(false)
  const place = useInPlace<HTMLDivElement>(opened)
  return <div ref={place}>{opened ? <OwnForm contact={contact} onDone={() => setOpened(false)} /> : <Tap words="Add a follow-up" onTap={() => setOpened(true)} />}</div>
}

interface Faults {
  title?: string
  contact?: string
}

function OwnForm({ contact, onDone }: { contact: string | undefined; onDone: () => void }) {
  const [title, setTitle] = useState('')
  const [whom, setWhom] = useState(contact ?? '')
  const [day, setDay] = useState(inDays(7))
  const [faults, setFaults] = useState<Faults>({})
  const form = useRef<HTMLFormElement>(null)
  const submit = async (event: Event) => {
    event.preventDefault()
    const found: Faults = {}
    if (!title.trim()) found.title = 'Say what you want to do.'
    if (!whom) found.contact = 'Choose the person.'
    setFaults(found)
    if (found.title || found.contact) return form.current?.querySelector<HTMLElement>('input, select')?.focus()
    await addOwn(whom, title.trim(), day || null)
    return onDone()
  }
  return (
    <form ref={form} class="in-place" onSubmit={submit} noValidate>
      <Field label="What" max={300} value={title} onInput={setTitle} fault={faults.title} hint={contact ? undefined : 'As you would say it: send the draft, ask about the lab.'} />
      {contact === undefined && <Whom chosen={whom} onChoose={setWhom} fault={faults.contact} />}
      <Field label="On" type="date" value={day} onInput={setDay} hint="Leave it empty for any day." />
      <div class="button-row">
        <button type="submit" class="button">
          Save
        </button>
        <Tap words="Cancel" plain onTap={onDone} />
      </div>
    </form>
  )
}

/** Chooses one of the people. */
export function Whom({ label = 'For whom', chosen, onChoose, fault }: { label?: string; chosen: string; onChoose: (id: string) => void; fault: string | undefined }) {
  const all = [...persons.value.values()].sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''))
  return (
    <label class="field">
      <span class="label">{label}</span>
      <select value={chosen} aria-invalid={fault ? true : undefined} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">Choose a person</option>
        {all.map((one) => (
          <option key={one.id} value={one.id}>
            {[one.name ?? 'No name yet', one.institution].filter((part) => part).join(', ')}
          </option>
        ))}
      </select>
      {all.length === 0 && <span class="second">Nobody yet. Scan a badge or type a name first.</span>}
      {fault && (
        <span class="fault" role="alert">
          {fault}
        </span>
      )}
    </label>
  )
}
