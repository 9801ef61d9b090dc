/** The kinds of a student's own records, field by field as phone and server agree on them. Absent is null or []. */

export type Tier = 'must' | 'should' | 'nice'

export interface Contact {
  name: string | null
  given_name: string | null
  family_name: string | null
  degrees: string[]
  role: string | null
  institution: string | null
  emails: string[]
  phones: string[]
  urls: string[]
  how_found: string | null
  met_on: string | null
  conference: string | null
  person: string | null
  referred_by: string | null
  tags: string[]
  mentor_kind: string | null
  program: string | null
  /** The contact that stands for this one: the same person. */
  merged_into: string | null
  /** What that contact got from this one, by field; taken back when the two are parted. */
  merged_gave: Record<string, string[]> | null
  /** Contacts and people of the agenda that this contact is not. */
  apart: string[]
}

/** One encounter with a contact. `bullets` is one bullet a line. */
export interface Note {
  contact: string | null
  conference: string | null
  item: string | null
  place: string | null
  at: string | null
  bullets: string | null
  promise: string | null
  promise_due_on: string | null
  ask: string | null
}

/** One badge reading; append-only but for `contact`. */
export interface Scan {
  captured_at: string | null
  symbology: string | null
  raw: string | null
  raw_b64: string | null
  conference: string | null
  item: string | null
  contact: string | null
  photo: string | null
}

export interface Target {
  item: string | null
  person: string | null
  conference: string | null
  tier: Tier | null
  why: string | null
  question: string | null
  met_at: string | null
  title_at_flagging: string | null
}

export interface Outreach {
  contact: string | null
  direction: 'out' | 'in' | null
  purpose: 'approach' | 'thank_you' | 'nudge' | 'check_in' | 'letter' | 'referral' | 'update' | 'other' | null
  channel: string | null
  sent_at: string | null
  subject: string | null
  text: string | null
  /** why it was sent although two messages before it stand unanswered */
  reason: string | null
}

export interface Followup {
  contact: string | null
  step: string | null
  cycle: string | null
  due_on: string | null
  state: 'done' | 'dismissed' | 'open' | null
  title: string | null
  note: string | null
}

/** News of the student, such as a passed exam, and the contacts who are to hear of it. */
export interface Milestone {
  name: string | null
  reached_on: string | null
  contacts: string[]
}

/** One letter of recommendation: who writes it, by when, and how far it is. */
export interface Letter {
  contact: string | null
  purpose: string | null
  deadline_on: string | null
  asked_on: string | null
  agreed_on: string | null
  declined_on: string | null
  packet_on: string | null
  uploaded_on: string | null
  thanked_on: string | null
}

export interface Profile {
  name: string | null
  degrees: string | null
  role: string | null
  school: string | null
  specialty: string | null
  email: string | null
  phone: string | null
  urls: string[]
  pitch: string | null
  share_level: string | null
}

export interface Settings {
  zone: string | null
  morning_hour: number | null
  intervals: Record<string, number> | null
  quiet_days: string[]
  /** By the kind of follow-up; null there is no alarm, a missing one is the usual one. */
  alarms: Record<string, string | null> | null
  theme: string | null
}

/** One's own wording of a message, with fields in braces (web/src/views/draft_fields.ts). */
export interface Template {
  purpose: 'thank_you' | 'nudge' | 'check_in' | 'approach' | 'research' | 'letter' | 'referral' | 'update' | null
  name: string | null
  subject: string | null
  text: string | null
}

export interface Kinds {
  contact: Contact
  note: Note
  scan: Scan
  target: Target
  outreach: Outreach
  followup: Followup
  milestone: Milestone
  letter: Letter
  profile: Profile
  settings: Settings
  template: Template
}

export type Kind = keyof Kinds
export type Row<K extends Kind> = Kinds[K] & { id: string }

/** How two devices' edits of a field meet: see docs/sync.md. */
export type MergeType = 'value' | 'text' | 'set'

/** Fields that are not plain values; must equal the server's schemas (checked by a test against the OpenAPI). */
export const TEXT_FIELDS: Readonly<Record<Kind, readonly string[]>> = {
  contact: [],
  note: ['bullets'],
  scan: [],
  target: ['why', 'question'],
  outreach: ['text'],
  followup: ['note'],
  milestone: [],
  letter: [],
  profile: ['pitch'],
  settings: [],
  template: ['text'],
}

export const SET_FIELDS: Readonly<Record<Kind, readonly string[]>> = {
  contact: ['degrees', 'emails', 'phones', 'urls', 'tags', 'apart'],
  note: [],
  scan: [],
  target: [],
  outreach: [],
  followup: [],
  milestone: ['contacts'],
  letter: [],
  profile: ['urls'],
  settings: ['quiet_days'],
  template: [],
}
