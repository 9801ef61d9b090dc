/** The people of an item under correction: added by name, taken off, put in another order, given another role. */
import { useId, useState } from 'preact/hooks'
import { Icon } from '../parts/Icon'
import { Tap } from '../parts/Tap'
import { people } from '../store/agenda_shown'
import { fold } from '../views/search'
import { nameOf } from './agenda_data'
import { useInSight } from './CaptureSheet'
import type { Form } from './EditForm'
import type { OnItem } from './edit_data'

const ROLES = ['presenter', 'author', 'chair', 'moderator', 'discussant', 'panelist'] as const
const MOST_FOUND = 5

export function EditPeople({ form, shown }: { form: Form; shown: readonly { id: string; role: string }[] }) {
  const once = shown.filter(({ id }, place) => shown.findIndex((one) => one.id === id) === place)
  const now: OnItem[] = form.people ?? once.map(({ id, role }) => ({ person: id, role }))
  const made = form.told('people')
  const put = (place: number, changes: Partial<OnItem>) => form.putPeople(now.map((one, at) => (at === place ? { ...one, ...changes } : one)))
  const move = (place: number) => form.putPeople(now.map((one, at) => (at === place - 1 ? now[place] : at === place ? now[place - 1] : one) ?? one))
  const file = (made?.told as (OnItem & { name: string })[] | undefined) ?? null
  return (
    <fieldset class="edit-people">
      <legend class="label">People</legend>
      {now.length === 0 && <p class="second">Nobody is named.</p>}
      <ol>
        {now.map((one, place) => {
          const name = one.name ?? nameOf(one.person ?? '')
          return (
            <li key={one.person ?? one.name}>
              <span class="name">{name}</span>
              <span class="edit-person-row">
                <select aria-label={`Role of ${name}`} value={one.role} onChange={(event) => put(place, { role: event.currentTarget.value })}>
                  {ROLES.map((role) => (
                    <option key={role}>{role}</option>
                  ))}
                </select>
                <button type="button" class="icon-button up" aria-label={`Move ${name} up`} disabled={place === 0} onClick={() => move(place)}>
                  <Icon name="back" size={20} />
                </button>
                <button type="button" class="icon-button" aria-label={`Take ${name} off`} onClick={() => form.putPeople(now.filter((_one, at) => at !== place))}>
                  <Icon name="close" size={20} />
                </button>
              </span>
            </li>
          )
        })}
      </ol>
      <AddPerson taken={now} onAdd={(one) => form.putPeople([...now, one])} />
      {form.faults.people && (
        <p class="fault" role="alert">
          {form.faults.people}
        </p>
      )}
      {file && (
        <p class="second file-says">
          <span>The file says: {file.map((one) => one.name).join(', ') || 'nobody'}</span>
          <Tap words="Use it" plain label="Use the people that the file names" onTap={() => form.putPeople(file.map(({ person = '', role }) => ({ person, role })))} />
        </p>
      )}
    </fieldset>
  )
}

function AddPerson({ taken, onAdd }: { taken: readonly OnItem[]; onAdd: (one: OnItem) => void }) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const wanted = fold(typed.trim())
  const opened = useInSight<HTMLDivElement>(wanted.length > 1)
  const known = new Set(taken.map((one) => one.person))
  const found = wanted.length < 2 ? [] : [...new Set(people.value.values())].filter((one) => !known.has(one.id) && fold(one.name).includes(wanted)).slice(0, MOST_FOUND)
  const add = (one: OnItem) => {
    onAdd(one)
    setTyped('')
  }
  return (
    <div class="field">
      <label class="label" for={id}>
        Add a person
      </label>
      <input id={id} type="text" value={typed} maxLength={200} autocomplete="off" placeholder="Name" onInput={(event) => setTyped(event.currentTarget.value)} onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()} />
      {wanted.length > 1 && (
        <div ref={opened} class="chips wrap" role="group" aria-label="People found">
          {found.map((one) => (
            <button key={one.id} type="button" class="chip" onClick={() => add({ person: one.id, role: 'presenter' })}>
              {[nameOf(one.id), one.affiliation].filter((part) => part).join(' · ')}
            </button>
          ))}
          <button type="button" class="chip" onClick={() => add({ name: typed.trim(), role: 'presenter' })}>
            {`New: ${typed.trim()}`}
          </button>
        </div>
      )}
    </div>
  )
}
