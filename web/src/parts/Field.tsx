/** One labelled input. The fault stands at the field and is read with it. */
import { h } from 'preact'
import { useId } from 'preact/hooks'

interface FieldProps {
  label: string
  value: string
  onInput: (value: string) => void
  type?: 'text' | 'email' | 'tel' | 'url' | 'date' | 'datetime-local' | 'password' | 'textarea'
  name?: string
  max?: number
  hint?: string | undefined
  fault?: string | undefined
  autocomplete?: string
  suggestions?: readonly string[]
  onBlur?: () => void
}

export function Field(props: FieldProps) {
  const id = useId()
  const notes = [props.hint && `${id}-hint`, props.fault && `${id}-fault`].filter((part) => part).join(' ')
  const shared = {
    id,
    name: props.name ?? props.label,
    value: props.value,
    maxLength: props.max ?? 200,
    autoComplete: props.autocomplete ?? 'off',
    'aria-describedby': notes || undefined,
    'aria-invalid': props.fault ? true : undefined,
    onInput: (event: Event) => props.onInput((event.currentTarget as HTMLInputElement).value),
    onBlur: () => props.onBlur?.(),
  }
  return (
    <div class="field">
      <label class="label" for={id}>
        {props.label}
      </label>
      {props.type === 'textarea' ? (
        <textarea {...shared} rows={3} />
      ) : (
        h('input', { ...shared, type: props.type ?? 'text', list: props.suggestions && `${id}-list` })
      )}
      {props.suggestions && (
        <datalist id={`${id}-list`}>
          {props.suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      {props.hint && (
        <span class="second" id={`${id}-hint`}>
          {props.hint}
        </span>
      )}
      {props.fault && (
        <p class="fault" id={`${id}-fault`} role="alert">
          {props.fault}
        </p>
      )}
    </div>
  )
}
