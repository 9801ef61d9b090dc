/** What to remember, as bullets: one field in which each line wears a dot, and chips for what is said often. */
import { useId } from 'preact/hooks'
import { bulletsOf, toggled } from '../views/bullets'
import type { NoteForm } from './CaptureStory'

const EMPTY = 'What to remember'
const COMMON = ['Asked about visa', 'Offered research', 'Said I may e-mail', 'Takes students', 'Knows my school', 'Asked for my CV']

export function Bullets({ form }: { form: NoteForm }) {
  const id = useId()
  const text = form.values.bullets ?? ''
  const said = bulletsOf(text)
  return (
    <>
      <div class="bullet-field">
        <label class="hidden-text" for={id}>
          What to remember, one a line
        </label>
        {/* the same words beneath the field give it its height and its dots */}
        <ul aria-hidden="true">
          {(text || EMPTY).split('\n').map((line, index) => (
            <li key={index}>{line || '\u200b'}</li>
          ))}
        </ul>
        <textarea
          id={id}
          value={text}
          maxLength={5000}
          rows={1}
          placeholder={EMPTY}
          autoComplete="off"
          onInput={(event) => form.put({ bullets: event.currentTarget.value })}
          onBlur={form.flush}
        />
      </div>
      <div class="chips" role="group" aria-label="Said often">
        {COMMON.map((words) => (
          <button key={words} type="button" class="chip" aria-pressed={said.includes(words)} onClick={() => form.put({ bullets: toggled(text, words) })}>
            {words}
          </button>
        ))}
      </div>
    </>
  )
}
