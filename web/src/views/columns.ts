/** The columns of a table that is to be imported: what each is taken for, in plain words, and what its cells lack. Pure. */

export interface Column {
  column: string
  header: string
  field: string
  proposed: string
  score: number
  chosen: boolean
  samples: string[]
}

export interface Check {
  field: string
  unreadable: number
  empty: number
  places: { where: string; message: string }[]
}

export interface Table {
  table: string
  sheets: string[]
  grid: boolean
  rows: number
  remembered: boolean
  columns: Column[]
  checks: Check[]
}

/** What one chose: table -> column -> field. */
export type Picks = Readonly<Record<string, Readonly<Record<string, string>>>>

export const SURE = 95

export const CHOICES: readonly { label: string; fields: readonly [field: string, words: string][] }[] = [
  {
    label: 'What it is',
    fields: [
      ['title', 'Title'],
      ['subtitle', 'Subtitle'],
      ['abstract', 'Abstract'],
      ['kind', 'Kind (talk, poster)'],
      ['track', 'Track'],
      ['session', 'Session it belongs to'],
      ['number', 'Abstract number'],
      ['board', 'Board'],
      ['status', 'State (accepted, withdrawn)'],
      ['language', 'Language'],
      ['link', 'Link'],
      ['id', 'Its own code'],
    ],
  },
  {
    label: 'When and where',
    fields: [
      ['day', 'Day'],
      ['start', 'Starts'],
      ['end', 'Ends'],
      ['end_day', 'Last day'],
      ['duration', 'How long'],
      ['room', 'Room'],
    ],
  },
  {
    label: 'Who',
    fields: [
      ['presenter', 'People (speakers)'],
      ['presenter.first', 'Presenter first name'],
      ['presenter.last', 'Presenter last name'],
      ['presenter.affiliation', 'Presenter institution'],
      ['presenter.degrees', 'Presenter degrees'],
      ['author', 'Authors'],
      ['chair', 'Chairs'],
      ['moderator', 'Moderators'],
      ['panelist', 'Panelists'],
      ['discussant', 'Discussants'],
      ['role', 'Role of the person'],
    ],
  },
]

const WORDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(CHOICES.flatMap(({ fields }) => fields)),
  '': 'Not used',
  mail: 'E-mail (never kept)',
  level: 'Session or part of one',
  all_day: 'All day or not',
  session_id: 'Code of its session',
  person_id: 'Code of the person',
  degrees: 'Degrees',
}

const PARTS: Readonly<Record<string, string>> = { first: 'first name', last: 'last name', affiliation: 'institution', degrees: 'degrees' }

/** "Presenter 2 last name". */
export function fieldWords(field: string): string {
  const known = WORDS[field]
  if (known !== undefined) return known
  const words = field.split('.').map((part) => PARTS[part] ?? part.replaceAll('_', ' ')).join(' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The fields beyond the usual ones that this column was or is taken for. */
export function ownChoices(...fields: readonly string[]): string[] {
  const usual = new Set(['', ...CHOICES.flatMap((group) => group.fields.map(([field]) => field))])
  return [...new Set(fields)].filter((field) => !usual.has(field))
}

/** What a person set already, as the server tells it. */
export function picksOf(tables: readonly Table[]): Picks {
  const own = (columns: readonly Column[]) => Object.fromEntries(columns.filter((one) => one.chosen).map((one) => [one.column, one.field]))
  return Object.fromEntries(tables.filter((one) => !one.grid).map((one) => [one.table, own(one.columns)]))
}

/** The picks with one more; null takes it back. */
export function picked(picks: Picks, table: string, column: string, field: string | null): Picks {
  const { [column]: _, ...others } = picks[table] ?? {}
  return { ...picks, [table]: field === null ? others : { ...others, [column]: field } }
}

/** What the column is shown as: one's own pick at once, the server's answer otherwise. */
export function shownField(column: Column, pick: string | undefined): string {
  if (pick !== undefined) return pick
  return column.chosen ? column.proposed : column.field
}

export type Sureness = 'sure' | 'unused' | 'check' | 'own' | 'before' | 'given'

/** How much one should look at a column. */
export function surenessOf(column: Column, pick: string | undefined, remembered: boolean): Sureness {
  if (pick !== undefined) return remembered && column.chosen && column.field === pick ? 'before' : 'own'
  if (!column.chosen && column.field !== column.proposed) return 'given'
  if (column.score < SURE) return 'check'
  return shownField(column, pick) === '' ? 'unused' : 'sure'
}

export const SURENESS_WORDS: Readonly<Record<Sureness, string>> = {
  sure: 'Sure',
  unused: 'Not needed',
  check: 'Please check',
  own: 'Set by you',
  before: 'As you set it last time',
  given: 'Left out, since another column has its place',
}

/** Whether a person should see the columns without asking for them. */
export function needsLook(tables: readonly Table[]): boolean {
  return tables.some((table) => table.columns.some((column) => column.score < SURE))
}

const LACKS: Readonly<Record<string, string>> = { title: 'title', day: 'date', start: 'time', end: 'end', end_day: 'last day', duration: 'length' }

/** "42 rows have no readable time." with the first places; an empty cell is told only where it matters. */
export function checkWords(check: Check): { words: string; places: string; grave: boolean }[] {
  const lack = LACKS[check.field] ?? fieldWords(check.field)
  const places = check.places.map(({ where, message }) => (message ? `${where}: “${message}”` : where)).filter((text) => text !== '')
  const told = []
  if (check.unreadable > 0) told.push({ words: `${rows(check.unreadable)} no readable ${lack}.`, places: joined(places, check.unreadable), grave: true })
  if (check.empty === 0 || !['title', 'start', 'day'].includes(check.field)) return told
  const behind = check.unreadable === 0 ? joined(places, check.empty) : ''
  if (check.field === 'title') told.push({ words: `${rows(check.empty)} no title and ${check.empty === 1 ? 'is' : 'are'} left out.`, places: behind, grave: true })
  else told.push({ words: `${rows(check.empty)} no ${lack}; the cell is empty.`, places: behind, grave: false })
  return told
}

/** All that the tables lack in one or two sentences, for the line that is read aloud. */
export function summary(tables: readonly Table[]): string {
  const told = tables.flatMap((table) => table.checks.flatMap(checkWords))
  const grave = told.filter((one) => one.grave)
  if (grave.length > 0) return grave.map((one) => one.words).join(' ')
  if (told.length > 0) return 'All that is filled in can be read.'
  return tables.some((table) => table.checks.length > 0) ? 'All dates, times and titles can be read.' : ''
}

/** Where the columns of a table stand: "Sheets Monday, Tuesday and 3 more". */
export function sheetsWords(sheets: readonly string[], most = 3): string {
  if (sheets.length === 0) return ''
  const more = sheets.length > most ? ` and ${sheets.length - most} more` : ''
  return `${sheets.length === 1 ? 'Sheet' : 'Sheets'} ${sheets.slice(0, most).join(', ')}${more}`
}

/** The faults at one column, or those of a whole table (column ""). */
export function faultsAt(faults: readonly { pointer: string; detail: string }[], table: string, column = ''): string[] {
  const at = ['', 'mapping', table, ...(column ? [column] : [])].map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
  return faults.filter((fault) => fault.pointer === at).map((fault) => fault.detail)
}

const rows = (count: number): string => (count === 1 ? '1 row has' : `${count.toLocaleString('en')} rows have`)
const joined = (places: readonly string[], count: number): string =>
  places.length === 0 ? '' : `${places.join('; ')}${count > places.length ? `; and ${(count - places.length).toLocaleString('en')} more` : ''}`
