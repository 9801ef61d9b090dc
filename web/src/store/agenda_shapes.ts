/** The forms of what an agenda is sent and held in. */

export interface ConferenceInfo {
  id: string
  slug: string
  name: string
  zone: string | null
  first_day: string | null
  last_day: string | null
  public: boolean
  mine: boolean
  manifest: string | null
}

export interface Item {
  id: string
  kind: string
  title: string
  track: string | null
  room: string | null
  starts: string | null
  ends: string | null
  local: string | null
  day_on: string | null
  board: string | null
  number: string | null
  parent: string | null
  people: string[]
  status: string
}

export interface AgendaPerson {
  id: string
  name: string
  degrees: string[]
  affiliation: string | null
}

export interface ItemDetails {
  id: string
  subtitle: string | null
  day_label: string | null
  credit: string | null
  people: { id: string; role: string }[]
  marks: string[]
  links: string[]
  language: string | null
}

export type Part = 'list' | 'details' | 'people' | 'abstracts'
export type Cells = unknown[]

/** A column in a form that compresses well; which forms there are: server/agenda/columns.py. */
export type Packed = Cells | string | { at: string; count?: string; of?: Cells }

/** Up to format 2 a shard has rows, since format 3 columns. */
export interface Shard {
  format: number
  columns: string[]
  rows?: Cells[]
  values?: Packed[]
}

/** The cells of a shard, column by column. */
export interface Table {
  columns: string[]
  values: Cells[]
}

export interface Manifest {
  format: number
  conference: Record<string, unknown>
  version: number
  shards: Record<Part, string[]>
  patches: Record<string, string>
}

export interface Patch {
  format: number
  columns: Partial<Record<Part, string[]>>
  put: Partial<Record<Part, Cells[]>>
  gone: string[]
}
