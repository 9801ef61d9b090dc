/** Each time one met a person, in one's own words; a note can be added, edited in place and taken back from the bin. */
import { useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { useForm } from '../parts/form'
import { useInPlace } from '../parts/in_place'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { conferences, items } from '../store/agenda'
import { fresh } from '../store/ids'
import type { Row } from '../store/kinds'
import { bin, remove, restore, stateOf } from '../store/records'
import { account } from '../store/session'
import { titleOf } from '../views/agenda'
import { metAt } from '../views/encounters'
import { longDay } from '../views/when'
import { OtherValues } from './OtherValues'
import { recordsOf, standsFor } from './persons_data'

export function Encounters({ contact }: { contact: Row<'contact'> }) {
  const { id } = contact
  const notes = recordsOf('note', id)
  notes.sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
  const [adding, setAdding] = useState<string | null>(null)
  const [editing, setEditing] = useState<string | null>(null)
  const place = useInPlace<HTMLElement>(adding !== null || editing !== null, 'textarea')
  return (
    <section ref={place}>
      <h2 class="section-label">Encounters</h2>
      {notes.length === 0 && adding === null && <p class="second">No note yet. Three words now are worth a page next week.</p>}
      {adding !== null && <NoteForm key={adding} id={adding} contact={contact} onDone={() => setAdding(null)} />}
      {notes.map((note) => {
        if (note.id === adding) return null
        if (note.id === editing) return <NoteForm key={note.id} id={note.id} contact={contact} onDone={() => setEditing(null)} />
        return <Encounter key={note.id} note={note} contact={contact} onEdit={() => setEditing(note.id)} />
      })}
      {adding === null && <Tap words="Add a note" onTap={() => setAdding(fresh())} />}
      <DeletedNotes contact={id} />
    </section>
  )
}

interface EncounterProps {
  note: Row<'note'>
  contact: Row<'contact'>
  onEdit: () => void
}

function Encounter({ note, contact, onEdit }: EncounterProps) {
  const item = note.item ? items.value.get(note.item) : undefined
  const drop = async () => {
    await remove('note', note.id)
    say('Note deleted', () => restore('note', note.id))
  }
  return (
    <article class="encounter">
      <p class="label tabular">{note.at ? metAt(note.at, zoneOf(note, contact), deviceZone()) : 'Some time'}</p>
      {(item || note.place) && <p class="second">{item ? <a href={`/agenda/${item.id}`}>{titleOf(item)}</a> : note.place}</p>}
      <Bullets text={note.bullets ?? ''} />
      {note.promise && (
        <p>
          I promised: {note.promise}
          {note.promise_due_on ? `, by ${longDay(note.promise_due_on)}` : ''}
        </p>
      )}
      {note.ask && <p>I asked: {note.ask}</p>}
      <OtherValues kind="note" id={note.id} />
      {account.value !== null && stateOf('note', note.id) === 'phone' && <p class="small">Not on the server yet</p>}
      <div class="button-row">
        <Tap words="Edit" plain label="Edit this note" onTap={onEdit} />
        <Tap words="Delete" plain label="Delete this note" onTap={drop} />
      </div>
    </article>
  )
}

function Bullets({ text }: { text: string }) {
  const lines = text.split('\n').filter((line) => line.trim())
  if (lines.length === 0) return null
  return (
    <ul class="bullets">
      {lines.map((line, index) => (
        <li key={index}>{line.replace(/^[-•]\s*/, '')}</li>
      ))}
    </ul>
  )
}

const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

function zoneOf(note: Row<'note'>, contact: Row<'contact'>): string | null {
  const id = note.conference ?? contact.conference
  return conferences.value.find((one) => one.id === id)?.zone ?? null
}

function DeletedNotes({ contact }: { contact: string }) {
  const gone = [...bin('note').value.values()].filter((note) => note.contact !== null && standsFor(note.contact) === contact)
  if (gone.length === 0) return null
  return (
    <details>
      <summary class="section-label">Deleted notes · {gone.length}</summary>
      <ul class="rows">
        {gone.map((note) => (
          <li key={note.id} class="row">
            <span class="second">{(note.bullets ?? note.promise ?? note.ask ?? 'An empty note').split('\n')[0]}</span>
            <Tap words="Restore" onTap={() => restore('note', note.id)} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function NoteForm({ id, contact, onDone }: { id: string; contact: Row<'contact'>; onDone: () => void }) {
  const form = useForm('note', id)
  const [at] = useState(() => form.values.at ?? new Date().toISOString())
  const put = (changes: object) => form.put({ contact: form.values.contact ?? contact.id, at, ...changes })
  return (
    <div class="in-place">
      <Field label="What to remember, one a line" type="textarea" max={5000} value={form.values.bullets ?? ''} onInput={(bullets) => put({ bullets })} onBlur={form.flush} />
      <Field label="I promised" max={500} value={form.values.promise ?? ''} onInput={(promise) => put({ promise: promise || null })} onBlur={form.flush} />
      <Field label="by" type="date" value={form.values.promise_due_on ?? ''} onInput={(day) => put({ promise_due_on: day || null })} onBlur={form.flush} />
      <Field label="I asked" max={500} value={form.values.ask ?? ''} onInput={(ask) => put({ ask: ask || null })} onBlur={form.flush} />
      <button
        type="button"
        class="button"
        onClick={async () => {
          await form.flush()
          onDone()
        }}
      >
        Done
      </button>
    </div>
  )
}
