/** The pencil on a page of one's own conference, and the sheet that it opens. */
import type { FunctionComponent } from 'preact'
import { useState } from 'preact/hooks'
import { Icon } from '../parts/Icon'
import { later } from '../parts/later'
import type { AgendaPerson } from '../store/agenda'
import { conference } from '../store/agenda_shown'
import { draftOf } from './edit_data'

interface SheetProps {
  id: string
  onClose: () => void
}

const ItemSheet = later<SheetProps>(() => import('./EditItem').then((module) => module.EditItem), 'when asked')
const PersonSheet = later<SheetProps>(() => import('./EditPerson').then((module) => module.EditPerson), 'when asked')
const Same = later<{ person: AgendaPerson }>(() => import('./SamePerson').then((module) => module.SamePerson), 'when asked')

export const EditThisItem = ({ id }: { id: string }) => <EditAction id={id} Sheet={ItemSheet} />
export const EditThisPerson = ({ id }: { id: string }) => <EditAction id={id} Sheet={PersonSheet} />

export const SameAsOther = ({ person }: { person: AgendaPerson }) => (conference.value?.mine ? <Same key={person.id} person={person} /> : null)

function EditAction({ id, Sheet }: { id: string; Sheet: FunctionComponent<SheetProps> }) {
  const [opened, setOpened] = useState(false)
  if (!conference.value?.mine) return null
  return (
    <div class="button-row">
      <button type="button" class="text-button plain" onClick={() => setOpened(true)}>
        <Icon name="edit" size={20} />
        Edit
      </button>
      {!opened && draftOf(id) && <span class="second">Something you typed is not saved yet.</span>}
      {opened && <Sheet id={id} onClose={() => setOpened(false)} />}
    </div>
  )
}
