/** Somebody has a name: what to remember, promised, asked, where; all of it saved while one types. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { useForm } from '../parts/form'
import { later } from '../parts/later'
import { say } from '../parts/Toast'
import { conference } from '../store/agenda'
import type { Note } from '../store/kinds'
import { live } from '../store/records'
import { flagOf } from '../views/suggestions'
import { contacts, targets } from './agenda_data'
import { Saved, type Closing } from './Capture'
import { Bullets } from './CaptureBullets'
import { Cards } from './CaptureCards'
import { PlaceLine } from './CapturePlace'
import { placeBeside, type Captured } from './capture_data'
import { bringBack, takeBack } from './capture_undo'
import { Elsewhere } from './ScanElsewhere'

const SendBack = later(() => import('./SendBack').then((module) => module.SendBack))

interface StoryProps {
  captured: Captured
  closing: Closing
  onDone: () => void
}

/** The note under way: what is typed is put, blur saves at once. */
export interface NoteForm {
  values: Partial<Note>
  put: (changes: Partial<Note>) => void
  flush: () => unknown
}

export function Story({ captured, closing, onDone }: StoryProps) {
  const name = live('contact').value.get(captured.contact)?.name ?? 'No name yet'
  const { form, fault, done, undo } = useStory(captured, name, onDone)
  closing.current = () => void done()
  return (
    <div class="step">
      <div class="body">
        <Saved captured={captured} {...(captured.known ? {} : { onUndo: () => void undo() })} />
        <Who captured={captured} name={name} />
        {captured.scan && <SendBack scan={captured.scan} />}
        <Bullets form={form} />
        <Cards form={form} />
        <PlaceLine form={form} at={captured.at} />
      </div>
      <div class="foot">
        {fault && <Fault words={fault} name={name} values={form.values} />}
        <button type="button" class="button wide" onClick={() => void done()}>
          Done
        </button>
      </div>
    </div>
  )
}

/** The note of this meeting while it is written, and the two ways out; a write that failed keeps the sheet open. */
function useStory(captured: Captured, name: string, onDone: () => void) {
  const note = useForm('note', captured.note)
  const [fault, setFault] = useState<string | null>(null)
  const where = {
    contact: captured.contact,
    conference: conference.value?.id ?? null,
    at: captured.at.toISOString(),
    item: note.values.item === undefined ? captured.item : note.values.item,
    place: note.values.place === undefined ? placeBeside(captured.item, captured.at) : note.values.place,
  }
  const form: NoteForm = { values: { ...note.values, item: where.item, place: where.place }, put: (changes) => note.put({ ...where, ...changes }), flush: note.flush }

  const done = async () => {
    form.put({})
    if (!(await note.settle())) return setFault('Not saved on this phone: it is still here. Free some space, then tap Done again.')
    say(`${name}: saved on this phone`)
    onDone()
  }
  const undo = async () => {
    await note.flush()
    try {
      await takeBack(captured)
    } catch {
      return setFault('This phone could not take it back. Try again.')
    }
    say(captured.scan ? `${name} taken back; the badge waits under People` : `${name} taken back`, () => bringBack(captured))
    onDone()
  }
  return { form, fault, done, undo }
}

/** Name and degrees, role and place of work, and whether one wanted to meet them. The focus begins here. */
function Who({ captured, name }: { captured: Captured; name: string }) {
  const contact = live('contact').value.get(captured.contact)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const degrees = (contact?.degrees ?? []).filter((degree) => !name.includes(degree))
  const about = [contact?.role, contact?.institution].filter((part) => part).join(', ')
  const flag = flagOf(contacts.value.get(captured.contact)?.person ?? null, targets.value)
  return (
    <header class="who">
      <h2 ref={heading} tabIndex={-1}>
        {[name, ...degrees].join(', ')}
      </h2>
      {(about || flag) && (
        <p>
          {about}
          {about && flag && ' · '}
          {flag && <span class="flagged">{flag}</span>}
        </p>
      )}
      {captured.known && <p class="small">Met before; this is added to their history.</p>}
    </header>
  )
}

function Fault({ words, name, values }: { words: string; name: string; values: Partial<Note> }) {
  const text = [values.bullets, values.promise && `I promised: ${values.promise}`, values.ask && `I asked: ${values.ask}`]
  return (
    <div class="button-row">
      <p class="fault" role="alert">
        {words}
      </p>
      <Elsewhere text={[name, ...text].filter((one) => one).join('\n')} quiet />
    </div>
  )
}
