/** The contact's fields, edited in place and saved as one types. */
import { useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { useForm } from '../parts/form'
import type { Contact } from '../store/kinds'

type ListName = 'degrees' | 'emails' | 'phones' | 'urls' | 'tags'

export function EditContact({ id, onDone }: { id: string; onDone: () => void }) {
  const { values, put, flush } = useForm('contact', id)
  const text = (label: string, key: 'name' | 'role' | 'institution' | 'how_found') => (
    <Field label={label} value={values[key] ?? ''} onInput={(value) => put({ [key]: value || null })} onBlur={flush} />
  )
  const list = (label: string, name: ListName) => <ListField label={label} name={name} values={values} put={put} flush={flush} />
  return (
    <div class="in-place">
      {text('Name', 'name')}
      {text('Role', 'role')}
      {text('Institution', 'institution')}
      {list('E-mail', 'emails')}
      {list('Phone', 'phones')}
      {list('Web addresses', 'urls')}
      {list('Degrees', 'degrees')}
      {list('Tags', 'tags')}
      <Field label="Met on" type="date" value={values.met_on ?? ''} onInput={(day) => put({ met_on: day || null })} onBlur={flush} />
      {text('How you found them', 'how_found')}
      <button
        type="button"
        class="button"
        onClick={async () => {
          await flush()
          onDone()
        }}
      >
        Done
      </button>
    </div>
  )
}

interface ListFieldProps {
  label: string
  name: ListName
  values: Partial<Contact>
  put: (changes: Partial<Contact>) => void
  flush: () => Promise<unknown>
}

/** Several values in one line; what is typed stays as typed until the field is left, so that a comma can be written. */
function ListField({ label, name, values, put, flush }: ListFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const take = (text: string) => {
    setTyped(text)
    put({ [name]: [...new Set(text.split(',').map((part) => part.trim()).filter((part) => part !== ''))] })
  }
  return (
    <Field
      label={label}
      hint="Several are parted by commas"
      value={typed ?? (values[name] ?? []).join(', ')}
      max={500}
      onInput={take}
      onBlur={() => {
        setTyped(null)
        void flush()
      }}
    />
  )
}
