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
  bullets: 'What to remember',
  emails: 'E-mail',
  phones: 'Phone',
  urls: 'Web',
  referred_by: 'Referred by',
  merged_into: 'Same person as',
  merged_gave: 'What the other got of it',
  apart: 'Somebody else than',
  mentor_kind: 'Kind of mentor',
  program: 'Programme',
  person: 'On the programme as',
  item: 'Where',
  at: 'When',
  sent_at: 'When it was sent',
  morning_hour: 'Follow-ups of a day appear from',
  zone: 'Time zone',
  quiet_days: 'Days without follow-ups',
  intervals: 'Days between follow-ups',
  alarms: 'Reminders',
  share_level: 'What your badge gives away',
}

export const fieldWords = (field: string): string => FIELD_WORDS[field] ?? sentence(field.replaceAll('_', ' '))

/** A value as a person reads it; "nothing" where it is empty. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(valueWords).join(', ')
  return typeof value === 'object' ? entryWords(value) : String(value)
}

const entryWords = (value: object): string => {
  const entries = Object.entries(value).map(([name, one]) => `${name.replaceAll('_', ' ')}: ${valueWords(one)}`)
  return entries.length === 0 ? 'nothing' : entries.join(', ')
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
