/** Why this target matters and the one question to ask; saved as one types. */
import { useForm } from './form'
import { Field } from './Field'

export function Why({ id }: { id: string }) {
  const { values, put, flush } = useForm('target', id)
  return (
    <>
      <Field label="Why" type="textarea" max={2000} value={values.why ?? ''} onInput={(why) => put({ why })} onBlur={flush} />
      <Field
        label="The one question to ask"
        type="textarea"
        max={2000}
        value={values.question ?? ''}
        onInput={(question) => put({ question })}
        onBlur={flush}
      />
    </>
  )
}
