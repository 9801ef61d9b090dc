/** One's own profile, saved as one types. */
import { Field } from '../parts/Field'
import type { Profile } from '../store/kinds'
import { faultOf } from '../views/my_card'

interface BadgeFormProps {
  form: { values: Partial<Profile>; put: (changes: Partial<Profile>) => void; flush: () => Promise<void> }
  /** Nothing is filled in yet. */
  isNew: boolean
}

type Plain = 'name' | 'degrees' | 'role' | 'school' | 'specialty' | 'email' | 'phone'

export function BadgeForm({ form, isNew }: BadgeFormProps) {
  const plain = (key: Plain) => ({
    value: form.values[key] ?? '',
    onInput: (text: string) => form.put({ [key]: text || null }),
    onBlur: () => void form.flush(),
  })
  const links = (form.values.urls ?? []).join('\n')
  return (
    <section>
      <h2 class="topic">{isNew ? 'Who you are' : 'Edit'}</h2>
      <Field label="Name" {...plain('name')} autocomplete="name" />
      <Field label="School or hospital" {...plain('school')} autocomplete="organization" />
      <Field label="E-mail" type="email" {...plain('email')} autocomplete="email" fault={faultOf('email', form.values.email ?? '')} />
      <Field label="Degrees" {...plain('degrees')} max={100} hint="MD, MPH" />
      <Field label="What you are" {...plain('role')} autocomplete="organization-title" hint="Third-year student, research fellow" />
      <Field label="Specialty you aim for" {...plain('specialty')} />
      <Field label="Phone" type="tel" {...plain('phone')} autocomplete="tel" fault={faultOf('phone', form.values.phone ?? '')} />
      <Field
        label="Links, one a line"
        type="textarea"
        max={1000}
        value={links}
        onInput={(text) => form.put({ urls: text.split('\n').slice(0, 10) })}
        onBlur={() => {
          form.put({ urls: (form.values.urls ?? []).map((url) => url.trim()).filter((url) => url !== '') })
          void form.flush()
        }}
        fault={faultOf('urls', links)}
      />
      <p class="second">Saved on this phone while you type. It leaves it only in a code you show, or to your own account.</p>
    </section>
  )
}
