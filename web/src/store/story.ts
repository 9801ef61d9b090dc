/** The plain values that the rules of follow-ups read and give; twin of server/followups/story.py. Days are `YYYY-MM-DD`. */

export type Contact = {
  id: string
  name?: string | null
  met_on?: string | null
  /** the conference's name or a place, found by the caller */
  met_where?: string | null
  deleted?: boolean
}

/** One encounter, with what was promised in it. */
export type Note = {
  id: string
  at?: string | null
  place?: string | null
  promise?: string | null
  promise_due_on?: string | null
  ask?: string | null
  deleted?: boolean
}

/** One badge that was read: the person stood there. */
export type Scan = { id: string; captured_at?: string | null; deleted?: boolean }

/** One message or reply; without `sent_at` it is a draft and moves nothing; `reason` is why it is one too many. */
export type Outreach = {
  id: string
  direction?: string | null
  purpose?: string | null
  sent_at?: string | null
  reason?: string | null
  deleted?: boolean
}

export type State = 'open' | 'done' | 'dismissed'

/** What a person did to a step, or a step made by hand. */
export type Row = {
  id: string
  step?: string | null
  cycle?: string | null
  due_on?: string | null
  state?: string | null
  title?: string | null
  deleted?: boolean
}

/** News of the student that this person is to hear of. */
export type Milestone = { id: string; name?: string | null; reached_on?: string | null; deleted?: boolean }

/** One letter of recommendation by this person; each day is that of a step taken, null before it. */
export type Letter = {
  id: string
  purpose?: string | null
  deadline_on?: string | null
  asked_on?: string | null
  agreed_on?: string | null
  declined_on?: string | null
  packet_on?: string | null
  uploaded_on?: string | null
  thanked_on?: string | null
  deleted?: boolean
}

/** Someone to whom this person referred the student; `reached_on` is the day they were first met or written to. */
export type Referred = { id: string; name?: string | null; reached_on?: string | null }

/** Intervals in whole days by name; quiet days are weekdays "mon" to "sun" and days. */
export type Settings = { intervals?: Readonly<Record<string, number>>; quiet_days?: readonly string[] }

/** All that is known of one person; `zone` is the contact's conference's, else the settings', else the device's. */
export type Story = {
  contact: Contact
  notes?: readonly Note[]
  scans?: readonly Scan[]
  outreach?: readonly Outreach[]
  rows?: readonly Row[]
  milestones?: readonly Milestone[]
  letters?: readonly Letter[]
  referred?: readonly Referred[]
  settings?: Settings
  zone?: string | null
}

/** What the step rests on, for the screen and the draft. */
export type Why = {
  met_on: string | null
  met_where: string | null
  promise: string | null
  /** nudge: the day of the message it follows */
  sent_on: string | null
  /** check-in: the last day of contact */
  last_on: string | null
  /** what was asked, what a letter is for, a milestone, the name of someone referred to */
  about: string | null
  /** a letter's deadline, the day of a milestone, the day someone was reached */
  about_on: string | null
}

/** One follow-up of one person; `id` is derived from contact, step and cycle, or is the row's own when made by hand. */
export type Step = {
  id: string
  contact: string
  step: string
  cycle: string
  due_on: string | null
  late_on: string | null
  state: State
  verb: string
  name: string | null
  /** only where a person wrote one */
  title: string | null
  why: Why
  /** null unless open and dated */
  when: 'coming' | 'due' | 'late' | null
}
