/** Correcting a person of one's own conference by hand: name, degrees, affiliation. */
import type { AgendaPerson } from '../store/agenda'
import { people } from '../store/agenda_shown'
import { EditField, EditSheet, useCorrections } from './EditForm'
import type { Typed } from './edit_data'

export function EditPerson({ id, onClose }: { id: string; onClose: () => void }) {
  const person = people.value.get(id)
  return person ? <Sheet person={person} onClose={onClose} /> : null
}

function Sheet({ person, onClose }: { person: AgendaPerson; onClose: () => void }) {
  const saving = useCorrections('persons', person.id, asSent, onClose)
  const { form } = saving
  return (
    <EditSheet label="Correct this person" saving={saving} onClose={onClose}>
      <EditField form={form} of={{ name: 'name', label: 'Name', shown: person.name, max: 200 }} />
      <EditField form={form} of={{ name: 'degrees', label: 'Degrees, parted by commas', shown: person.degrees.join(', '), max: 400 }} />
      <EditField form={form} of={{ name: 'affiliation', label: 'Affiliation', shown: person.affiliation ?? '', max: 500 }} />
    </EditSheet>
  )
}

const partsOf = (text: string): string[] => [...new Set(text.split(',').map((part) => part.trim()).filter((part) => part !== ''))].slice(0, 20)

function asSent({ degrees, ...typed }: Typed): Record<string, unknown> {
  return degrees === undefined ? typed : { ...typed, degrees: degrees === null ? null : partsOf(degrees) }
}
