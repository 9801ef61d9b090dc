/** The code names nobody: straight to the name field, with whom it may be. "Not now" keeps the scan for later. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { items, people } from '../store/agenda'
import { live } from '../store/records'
import { matching, peopleAround, type Suggestion } from '../views/suggestions'
import { contacts, targets } from './agenda_data'
import { Saved, type Closing } from './Capture'
import { agendaNames, giveTo, nameIt, type Captured } from './capture_data'
import { keepTypedName, typedName } from './capture_draft'
import { Elsewhere } from './ScanElsewhere'

interface NamingProps {
  captured: Captured
  closing: Closing
  onNamed: (captured: Captured) => void
  onLater: () => void
}

export function Naming({ captured, closing, onNamed, onLater }: NamingProps) {
  const { name, fault, isLost, type, keep, complain, later } = useNaming(captured, onLater)
  const form = useRef<HTMLFormElement>(null)
  const said = name.trim()
  const asTyped = () => nameIt(captured, { name: said })
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  closing.current = () => (said ? void keep(asTyped, onLater) : later())

  const submit = (event: Event) => {
    event.preventDefault()
    if (said) void keep(asTyped, onNamed)
    else complain()
  }
  const pick = ({ name: called, person, contact }: Suggestion) => {
    const known = contact ? live('contact').value.get(contact) : undefined
    return keep(() => (known ? giveTo(captured, known) : nameIt(captured, { name: called, person })), onNamed)
  }
  return (
    <form ref={form} class="step" onSubmit={submit}>
      <div class="body">
        {captured.scan && <Saved captured={captured} />}
        <h2>{captured.scan ? 'Saved code, name?' : 'Who is it?'}</h2>
        {captured.scan && <p class="second explained">This badge names nobody. Its code stays with the person you name.</p>}
        <Field label="Name" value={name} onInput={type} fault={fault} max={200} autocomplete="off" />
        {isLost && said && (
          <div class="button-row">
            <Elsewhere text={said} quiet />
          </div>
        )}
        <Suggestions captured={captured} typed={name} onPick={pick} />
      </div>
      <div class="foot button-row">
        <button type="submit" class="button">
          Keep the name
        </button>
        <button type="button" class="text-button plain" onClick={later}>
          {captured.scan ? 'Not now' : 'Cancel'}
        </button>
      </div>
    </form>
  )
}

/** The name while it is typed, kept letter by letter, and how it becomes a person. */
function useNaming(captured: Captured, onLater: () => void) {
  const [name, setName] = useState(() => typedName(captured.scan))
  const [fault, setFault] = useState<string>()
  const [isLost, setLost] = useState(false)
  const type = (typed: string) => {
    setName(typed)
    setFault(undefined)
    keepTypedName(captured.scan, typed)
  }
  const keep = async (made: () => Promise<Captured>, then: (named: Captured) => void) => {
    try {
      const named = await made()
      setLost(false)
      keepTypedName(captured.scan, '')
      then(named)
    } catch {
      setLost(true)
      setFault('Not saved on this phone: it is still here. Free some space, then keep it again.')
    }
  }
  const complain = () => setFault(captured.scan ? 'Write a name, or keep the badge for later.' : 'Write a name.')
  const later = () => {
    keepTypedName(captured.scan, '')
    onLater()
  }
  return { name, fault, isLost, type, keep, complain, later }
}

function Suggestions({ captured, typed, onPick }: { captured: Captured; typed: string; onPick: (one: Suggestion) => void }) {
  const all = { items: items.value, people: people.value, targets: targets.value, contacts: contacts.value }
  const around = useMemo(() => peopleAround(all, captured.item, captured.at), [all.items, all.targets, captured])
  const shown = matching(around, typed, { ...all, byName: agendaNames.value })
  if (shown.length === 0) return null
  return (
    <div class="suggestions" role="group" aria-label="Who it may be">
      {shown.map((one) => (
        <button key={one.key} type="button" class="chip two-lines" onClick={() => onPick(one)}>
          <span>{one.name}</span>
          {one.detail && <span class="small">{one.detail}</span>}
        </button>
      ))}
    </div>
  )
}
