/** Ours or one's own wording: which one a draft begins with, and the form in which one's own is written. */
import { useState } from 'preact/hooks'
import { Chips } from '../parts/Chips'
import { Field } from '../parts/Field'
import { useForm } from '../parts/form'
import { useInPlace } from '../parts/in_place'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { live, open, remove, restore, save } from '../store/records'
import { FIELD_NAMES } from '../views/draft_fields'
import { PURPOSE_WORDS, type Purpose } from '../views/draft_purposes'
import type { Wording } from '../views/draft_words'
import { newDraft, wordingsFor } from './draft_data'
import { OtherValues } from './OtherValues'

interface WordingProps {
  purpose: Purpose
  wording: string
  /** The wording that is shown, with its fields. */
  begun: Wording
  /** Whether the draft has words of its own. */
  isTyped: boolean
  onBegin: (wording: string) => Promise<void>
}

export function DraftWording({ purpose, wording, begun, isTyped, onBegin }: WordingProps) {
  const [editing, setEditing] = useState<string | null>(null)
  const place = useInPlace<HTMLElement>(editing !== null)
  const own = wordingsFor(purpose)
  const choices = [{ value: '', words: 'Ours' }, ...own.map(({ id, name }) => ({ value: id, words: name ?? 'Mine' }))]
  const write = async () => {
    const id = newDraft()
    const name = own.length === 0 ? 'Mine' : `Mine ${own.length + 1}`
    await save(open('template', id), { purpose, name, ...begun })
    setEditing(id)
  }
  return (
    <section ref={place}>
      <h2 class="section-label">Wording</h2>
      {own.length > 0 && <Chips label="Wording" wrap choices={choices} chosen={own.some((one) => one.id === wording) ? wording : ''} onChoose={onBegin} />}
      {editing !== null && live('template').value.has(editing) ? (
        <OwnWording key={editing} id={editing} onDone={() => setEditing(null)} onUse={() => onBegin(editing)} />
      ) : (
        <div class="button-row">
          <Tap words="Write my own wording" onTap={write} />
          {own.some((one) => one.id === wording) && <Tap words="Edit this wording" plain onTap={() => setEditing(wording)} />}
          {(isTyped || wording !== '') && <Tap words="Use ours again" plain onTap={() => onBegin('')} />}
        </div>
      )}
    </section>
  )
}

/** One's own wording for the purpose; saved while one types. */
function OwnWording({ id, onDone, onUse }: { id: string; onDone: () => void; onUse: () => Promise<void> }) {
  const form = useForm('template', id)
  const { purpose, name, subject, text } = form.values
  const drop = async () => {
    await form.flush()
    await remove('template', id)
    onDone()
    say('Wording deleted', () => restore('template', id))
  }
  const use = async () => {
    if (!(await form.settle())) return
    onDone()
    await onUse()
  }
  return (
    <div class="in-place">
      <p class="second">For: {PURPOSE_WORDS[purpose ?? 'update']}. It is used for everyone you write to for this.</p>
      <Field label="Name of the wording" max={80} value={name ?? ''} onInput={(typed) => form.put({ name: typed || null })} onBlur={form.flush} />
      <Field label="Subject with fields" max={300} value={subject ?? ''} onInput={(typed) => form.put({ subject: typed })} onBlur={form.flush} />
      <Field label="Text with fields" type="textarea" max={10_000} value={text ?? ''} onInput={(typed) => form.put({ text: typed })} onBlur={form.flush} />
      <OtherValues kind="template" id={id} />
      <FieldHelp />
      <div class="button-row">
        <button type="button" class="button" onClick={() => void use()}>
          Use it
        </button>
        <Tap words="Delete" plain label="Delete this wording" onTap={drop} />
      </div>
    </div>
  )
}

function FieldHelp() {
  return (
    <details>
      <summary class="section-label">What the signs mean</summary>
      <p class="second">{'{their name} is filled in. [A part in brackets] is left out while a field in it is not known. [One|another] takes the first that is whole. Any other words in braces stay for you to fill in each time.'}</p>
      <dl class="fields">
        {FIELD_NAMES.map(([name, words]) => (
          <div key={name}>
            <dt>{`{${name}}`}</dt>
            <dd class="second">{words}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
