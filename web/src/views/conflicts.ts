/** Values of two devices that differ, as words. Pure. */

const FIELD_WORDS: Readonly<Record<string, string>> = {
  name: 'Name',
  given_name: 'Given name',
  family_name: 'Family name',
  role: 'Role',
  institution: 'Institution',
  how_found: 'How you found them',
  met_on: 'Day you met',
  promise: 'What you promised',
  promise_due_on: 'Day of your promise',
  ask: 'What you asked',
  due_on: 'Day',
  state: 'State',
  title: 'Title',
  tier: 'How much it matters',
  met_at: 'When you met',
}

export const fieldWords = (field: string): string => FIELD_WORDS[field] ?? field.replaceAll('_', ' ')

/** A value as a person reads it; "nothing" where it is empty. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(valueWords).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
