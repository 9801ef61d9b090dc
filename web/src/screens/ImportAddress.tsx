/** A link to a programme: pasted here, fetched by the server. */
import { signal } from '@preact/signals'
import { Field } from '../parts/Field'
import { linkFrom } from '../views/sources'

const typed = signal('') // leaving the page loses nothing

/** Empties the field: what stood there has been imported and is remembered by the server. */
export function forgetLink(): void {
  typed.value = ''
}

interface AddressProps {
  busy: boolean
  fault: string
  onFetch: (url: string) => void
}

export function Address({ busy, fault, onFetch }: AddressProps) {
  const submit = (event: Event) => {
    event.preventDefault()
    const url = linkFrom(typed.value)
    if (url && !busy) onFetch(url)
  }
  return (
    // the server says what is wrong with a link, and takes webcal, which browsers call broken
    <form noValidate onSubmit={submit}>
      <Field
        label="Link"
        name="link"
        type="url"
        max={2000}
        value={typed.value}
        onInput={(text) => (typed.value = text)}
        hint="Paste the link of a calendar (https or webcal) or of a file. Hallway remembers it and can check for changes."
        fault={fault}
      />
      <button type="submit" class="button quiet wide" disabled={busy || typed.value.trim() === ''}>
        Get the programme
      </button>
      <details>
        <summary class="section-label">When the page needs a sign-in</summary>
        <p class="second">
          Hallway cannot sign in for you. Open the page in your browser and sign in there. If it offers a calendar or a table, save that; else save
          the page itself. Then choose the saved file above.
        </p>
      </details>
    </form>
  )
}
