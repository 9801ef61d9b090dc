/** The sheet of corrections: fields with what the file says beneath those that differ, and one button that saves. */
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { online } from '../platform/screen'
import '../style/edit.css'
import { CaptureSheet } from './CaptureSheet'
import { correct, correctionsOf, draftOf, dropDraft, faultsIn, keepDraft, OFFLINE, type Correction, type OnItem, type Typed } from './edit_data'

type Type = 'text' | 'textarea' | 'datetime-local'

/** A field of the form: what is shown now, and how the value reads in a sentence. */
export interface FieldOf {
  name: string
  label: string
  shown: string
  type?: Type
  max?: number
  choices?: readonly (readonly [value: string, words: string])[]
  suggestions?: readonly string[]
  words?: (value: string) => string
}

export interface Form {
  typed: Typed
  people: OnItem[] | null
  /** null until they are here; they come with a network. */
  corrections: Correction[] | null
  faults: Record<string, string>
  put: (name: string, value: string | null, shown: string) => void
  putPeople: (people: OnItem[] | null) => void
  told: (name: string) => Correction | undefined
}

export interface Saving {
  form: Form
  words: string
  busy: boolean
  save: () => Promise<void>
}

/** The form of an item or a person: what is typed is a draft until the server has it. */
export function useCorrections(kind: 'items' | 'persons', id: string, asSent: (typed: Typed, people: OnItem[] | null) => Record<string, unknown>, onClose: () => void): Saving {
  const draft = draftOf(id)
  const [typed, setTyped] = useState<Typed>(draft?.typed ?? {})
  const [people, setPeople] = useState<OnItem[] | null>(draft?.people ?? null)
  const [corrections, setCorrections] = useState<Correction[] | null>(null)
  const [faults, setFaults] = useState<{ words: string; fields: Record<string, string> }>({ words: '', fields: {} })
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    correctionsOf(id).then(setCorrections, () => setCorrections(null))
  }, [id, online.value])
  useEffect(() => keepDraft(id, typed, people), [typed, people])
  const save = async () => {
    const changes = asSent(typed, people)
    if (Object.keys(changes).length === 0) return onClose()
    setBusy(true)
    try {
      await correct(kind, id, changes)
      dropDraft()
      onClose()
      say('Saved')
    } catch (fault) {
      setFaults(faultsIn(fault))
    } finally {
      setBusy(false)
    }
  }
  const put = (name: string, value: string | null, shown: string) => {
    const { [name]: _old, ...rest } = typed
    setTyped(value === shown ? rest : { ...rest, [name]: value })
  }
  const told = (name: string) => corrections?.find((one) => one.subject === id && one.field === name)
  const form = { typed, people, corrections, faults: faults.fields, put, putPeople: setPeople, told }
  return { form, words: faults.words, busy, save }
}

interface SheetProps {
  label: string
  saving: Saving
  onClose: () => void
  children: ComponentChildren
}

/** The sheet around a form. Closing keeps what was typed; giving up is a choice of its own. */
export function EditSheet({ label, saving: { form, words, busy, save }, onClose, children }: SheetProps) {
  const changed = Object.keys(form.typed).length > 0 || form.people !== null
  const fault = words && Object.keys(form.faults).length === 0
  return (
    <CaptureSheet label={label} onClose={onClose}>
      <form
        class="step edit-sheet"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <div class="body">
          <h2>{label}</h2>
          <p class="second">What you set here stays, whatever a later file says.</p>
          {children}
        </div>
        <div class="foot">
          {!online.value && <p class="notice">{OFFLINE}</p>}
          {words && (
            <p class="fault" role="alert">
              {fault ? words : 'Something cannot be taken; the field says what.'}
            </p>
          )}
          <div class="button-row">
            <button type="submit" class="button" disabled={busy || !online.value || !changed}>
              {busy ? 'Saving' : 'Save'}
            </button>
            <Tap
              words={changed ? 'Discard' : 'Close'}
              plain
              onTap={() => {
                dropDraft()
                onClose()
              }}
            />
          </div>
        </div>
      </form>
    </CaptureSheet>
  )
}

/** One field, and beneath it what the file says where that differs. */
export function EditField({ form, of }: { form: Form; of: FieldOf }) {
  const { name, label, shown, words = (value: string) => value } = of
  const made = form.told(name)
  const typed = form.typed[name]
  const file = made ? asText(made.told) : shown
  const value = typed === null ? file : (typed ?? shown)
  const differs = value !== file
  const put = (next: string) => form.put(name, made && next === file ? null : next, shown)
  const fault = form.faults[name]
  return (
    <div class="edit-field">
      {of.choices ? (
        <Choice label={label} choices={of.choices} value={value} onChoose={put} />
      ) : (
        <Field label={label} value={value} type={of.type ?? 'text'} max={of.max ?? 300} onInput={put} fault={fault} {...(of.suggestions ? { suggestions: of.suggestions } : {})} />
      )}
      {differs && (
        <p class="second file-says">
          <span>The file says: {file ? words(file) : 'nothing'}</span>
          <Tap words="Use it" plain label={`Use what the file says for ${label.toLowerCase()}: ${file ? words(file) : 'nothing'}`} onTap={() => put(file)} />
        </p>
      )}
    </div>
  )
}

const asText = (told: unknown): string => (Array.isArray(told) ? told.join(', ') : String(told ?? ''))

interface ChoiceProps {
  label: string
  choices: readonly (readonly [value: string, words: string])[]
  value: string
  onChoose: (value: string) => void
}

export function Choice({ label, choices, value, onChoose }: ChoiceProps) {
  const id = useId()
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {choices.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}
