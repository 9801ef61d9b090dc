/** Where it happened: guessed from what was opened last and from what is on, changed with one tap. */
import { useRef, useState } from 'preact/hooks'
import { items } from '../store/agenda'
import type { Item } from '../store/agenda'
import { placesNear, placeWords } from '../views/places'
import { clock } from '../views/when'
import { wordBefore } from '../views/where'
import { myPlan, zone } from './agenda_data'
import { useInSight } from './CaptureSheet'
import type { NoteForm } from './CaptureStory'
import { HALLWAY } from './capture_data'
import { lastRoom } from './last_place'

export function PlaceLine({ form, at }: { form: NoteForm; at: Date }) {
  const [isOpen, setOpen] = useState(false)
  const change = useRef<HTMLButtonElement>(null)
  const item = items.value.get(form.values.item ?? '')
  const place = item ? placeWords(item) : form.values.place
  const choose = (chosen: Item | null) => {
    form.put(chosen ? { item: chosen.id, place: null } : { item: null, place: HALLWAY })
    form.flush()
    setOpen(false)
    change.current?.focus()
  }
  return (
    <>
      <div class="met-at">
        <p>
          {place ? `Met ${wordBefore(place)} ` : 'Where you met'}
          {place && <strong>{place}</strong>}
        </p>
        <button ref={change} type="button" class="text-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {place ? 'change' : 'say where'}
        </button>
      </div>
      {isOpen && <Places chosen={item?.id ?? null} isHallway={form.values.place === HALLWAY && !item} at={at} onChoose={choose} />}
    </>
  )
}

interface PlacesProps {
  chosen: string | null
  isHallway: boolean
  at: Date
  onChoose: (item: Item | null) => void
}

function Places({ chosen, isHallway, at, onChoose }: PlacesProps) {
  const near = placesNear(items.value, new Set(myPlan.value.map((one) => one.item.id)), lastRoom(), at)
  const list = useInSight<HTMLUListElement>()
  return (
    <ul class="rows places" aria-label="What was on" ref={list}>
      {near.map((item) => (
        <li key={item.id}>
          <button type="button" class="row" aria-pressed={item.id === chosen} onClick={() => onChoose(item)}>
            <span>
              {placeWords(item)}
              <span class="second"> {item.starts && item.ends ? `${clock(item.starts, zone.value)} to ${clock(item.ends, zone.value)}` : ''}</span>
            </span>
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="row" aria-pressed={isHallway} onClick={() => onChoose(null)}>
          {near.length === 0 ? 'The hallway (nothing on the agenda is on now)' : 'The hallway'}
        </button>
      </li>
    </ul>
  )
}
