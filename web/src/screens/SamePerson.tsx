/** One person under two affiliations: made one by a tap, kept two by another, and both taken back. */
import { useEffect, useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { online } from '../platform/screen'
import type { AgendaPerson } from '../store/agenda'
import { people, shownVersion } from '../store/agenda_shown'
import '../style/edit.css'
import { fold } from '../views/search'
import { nameOf } from './agenda_data'
import { correctionsOf, faultsIn, keepApart, merge, type Correction } from './edit_data'

const MOST_FOUND = 6

export function SamePerson({ person }: { person: AgendaPerson }) {
  const [said, setSaid] = useState<Correction[]>([])
  const [fault, setFault] = useState('')
  const version = shownVersion.value
  useEffect(() => {
    correctionsOf(person.id).then(setSaid, () => undefined)
  }, [person.id, version, online.value])
  const act = async (work: () => Promise<void>, words: string, undo: () => Promise<void>) => {
    setFault('')
    try {
      await work()
      say(words, () => undo().catch((broken: unknown) => setFault(faultsIn(broken, false).words)))
      setSaid(await correctionsOf(person.id))
    } catch (broken) {
      setFault(faultsIn(broken, false).words)
    }
  }
  const makeOne = (other: string) => act(() => merge(other, person.id), 'Now one person', () => merge(other, null))
  const makeTwo = (other: string) => act(() => keepApart(person.id, other), 'Kept apart', () => keepApart(person.id, other, false))
  const others = said.filter((one) => one.field === 'merged_into' && one.value === person.id)
  const apart = new Set(said.flatMap((one) => (one.field === 'apart' ? [one.subject, ...(one.value as string[])] : [])))
  const namesakes = named(person, (name) => name === fold(person.name)).filter(({ id }) => !apart.has(id))
  return (
    <section class="same-person">
      <h2 class="section-label">Same person</h2>
      {(others.length > 0 || namesakes.length > 0) && <p class="second">What you say here stays, whatever a later file says.</p>}
      {others.map((one) => (
        <p key={one.subject} class="second pair">
          <span>Also listed as {[one.title, one.affiliation].filter((part) => part).join(', ')}.</span>
          <Tap words="Keep apart" plain label={`Keep apart: ${[one.title, one.affiliation].filter((part) => part).join(', ')}`} onTap={() => act(() => keepApart(person.id, one.subject), 'Two people again', () => merge(one.subject, person.id))} />
        </p>
      ))}
      {namesakes.map((one) => (
        <div key={one.id} class="pair">
          <span>
            Is <a href={`/persons/${one.id}`}>{[nameOf(one.id), one.affiliation ?? 'no affiliation'].join(', ')}</a> the same person?
          </span>
          <span class="button-row">
            <Tap words="Same person" label={`Same person: ${one.affiliation ?? nameOf(one.id)}`} onTap={() => makeOne(one.id)} />
            <Tap words="Keep apart" plain label={`Keep apart: ${one.affiliation ?? nameOf(one.id)}`} onTap={() => makeTwo(one.id)} />
          </span>
        </div>
      ))}
      <Other person={person} onPick={makeOne} />
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </section>
  )
}

function Other({ person, onPick }: { person: AgendaPerson; onPick: (id: string) => void }) {
  const [opened, setOpened] = useState(false)
  const [typed, setTyped] = useState('')
  if (!opened) return <Tap words="Same person as somebody else" plain onTap={() => setOpened(true)} />
  const wanted = fold(typed.trim())
  const found = wanted.length < 2 ? [] : named(person, (name) => name.includes(wanted))
  return (
    <>
      <Field label="Who is it as well?" value={typed} onInput={setTyped} />
      <div class="chips wrap" role="group" aria-label="People found">
        {found.map((one) => (
          <button key={one.id} type="button" class="chip" onClick={() => onPick(one.id)}>
            {[nameOf(one.id), one.affiliation].filter((part) => part).join(' · ')}
          </button>
        ))}
        {wanted.length > 1 && found.length === 0 && <p class="second">Nobody by that name.</p>}
      </div>
    </>
  )
}

/** Others of the agenda whose folded name fits. */
function named(person: AgendaPerson, fits: (name: string) => boolean): AgendaPerson[] {
  return [...new Set(people.value.values())].filter((one) => one.id !== person.id && one.name && fits(fold(one.name))).slice(0, MOST_FOUND)
}
