/** Correcting an item of one's own conference by hand. */
import { useEffect, useState } from 'preact/hooks'
import type { Item, ItemDetails } from '../store/agenda'
import { detailsOf } from '../store/agenda_details'
import { items, people } from '../store/agenda_shown'
import { clock, dayOf } from '../views/when'
import { zone } from './agenda_data'
import { EditField, EditSheet, useCorrections, type FieldOf } from './EditForm'
import { EditPeople } from './EditPeople'
import type { OnItem, Typed } from './edit_data'

const KINDS = [
  ['talk', 'Talk or session'],
  ['course', 'Course'],
  ['poster', 'Poster'],
  ['exhibit', 'Exhibit'],
  ['social', 'Social'],
  ['break', 'Break'],
] as const
const STATUS = [
  ['confirmed', 'Takes place'],
  ['cancelled', 'Cancelled'],
] as const

export function EditItem({ id, onClose }: { id: string; onClose: () => void }) {
  const item = items.value.get(id)
  const [details, put] = useState<ItemDetails | null | undefined>(undefined)
  useEffect(() => {
    void detailsOf(id).then(put)
  }, [id])
  if (!item || details === undefined) return null
  return <Sheet item={item} details={details} onClose={onClose} />
}

/** `details` are null where they are not on this phone and cannot be fetched now. */
function Sheet({ item, details, onClose }: { item: Item; details: ItemDetails | null; onClose: () => void }) {
  const saving = useCorrections('items', item.id, asSent, onClose)
  return (
    <EditSheet label="Correct this item" saving={saving} onClose={onClose}>
      {fieldsOf(item, details).map((one) => (
        <EditField key={one.name} form={saving.form} of={one} />
      ))}
      {details ? <EditPeople form={saving.form} shown={details.people} /> : <p class="second">Subtitle and people can be corrected once there is a connection.</p>}
    </EditSheet>
  )
}

function fieldsOf(item: Item, details: ItemDetails | null): FieldOf[] {
  const all = [...items.value.values()]
  const known = (values: (string | null)[]) => [...new Set(values.filter((value): value is string => !!value))].sort().slice(0, 200)
  return [
    { name: 'title', label: 'Title', shown: item.title, type: 'textarea', max: 2000 },
    ...(details ? [{ name: 'subtitle', label: 'Subtitle', shown: details.subtitle ?? '', max: 2000 }] : []),
    { name: 'starts', label: 'Starts', shown: wall(item, 'starts'), type: 'datetime-local', words: spoken },
    { name: 'ends', label: 'Ends', shown: wall(item, 'ends'), type: 'datetime-local', words: spoken },
    { name: 'room', label: 'Room', shown: item.room ?? '', suggestions: known(all.map((one) => one.room)) },
    { name: 'track', label: 'Track', shown: item.track ?? '', suggestions: known(all.map((one) => one.track)) },
    { name: 'board', label: 'Board', shown: item.board ?? '', max: 60 },
    { name: 'number', label: 'Number', shown: item.number ?? '', max: 60 },
    { name: 'kind', label: 'Kind', shown: item.kind, choices: KINDS, words: (value) => wordsIn(KINDS, value) },
    { name: 'status', label: 'Status', shown: item.status, choices: STATUS, words: (value) => wordsIn(STATUS, value) },
  ]
}

const wordsIn = (choices: readonly (readonly [string, string])[], value: string): string => choices.find(([one]) => one === value)?.[1] ?? value

/** "2026-11-29 14:00" of "2026-11-29T14:00". */
const spoken = (value: string): string => value.replace('T', ' ')

/** The venue's wall clock as a form field wants it; "" where the programme gives none. */
function wall(item: Item, end: 'starts' | 'ends'): string {
  const local = item.local?.split('/')[end === 'starts' ? 0 : 1]
  if (local) return local.slice(0, 16)
  const instant = item[end]
  return instant ? `${dayOf(instant, zone.value)}T${clock(instant, zone.value)}` : ''
}

/** An emptied time goes back to the file, since a correction always names one. */
function asSent(typed: Typed, onItem: OnItem[] | null): Record<string, unknown> {
  const fields = Object.entries(typed).map(([name, value]) => [name, (name === 'starts' || name === 'ends') && value === '' ? null : value])
  const known = onItem?.filter((one) => one.name || people.value.has(one.person ?? ''))
  return { ...Object.fromEntries(fields), ...(known ? { people: known } : {}) }
}
