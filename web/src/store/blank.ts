/** What a record looks like before anything is filled in: every field of every kind, null or []. */
import { SET_FIELDS, TEXT_FIELDS, type Kind, type Kinds, type MergeType } from './kinds'

const BLANK: { readonly [K in Kind]: Kinds[K] } = {
  contact: {
    name: null,
    given_name: null,
    family_name: null,
    degrees: [],
    role: null,
    institution: null,
    emails: [],
    phones: [],
    urls: [],
    how_found: null,
    met_on: null,
    conference: null,
    person: null,
    referred_by: null,
    tags: [],
    mentor_kind: null,
    program: null,
    merged_into: null,
    merged_gave: null,
    apart: [],
  },
  note: {
    contact: null,
    conference: null,
    item: null,
    place: null,
    at: null,
    bullets: null,
    promise: null,
    promise_due_on: null,
    ask: null,
  },
  scan: {
    captured_at: null,
    symbology: null,
    raw: null,
    raw_b64: null,
    conference: null,
    item: null,
    contact: null,
    photo: null,
  },
  target: {
    item: null,
    person: null,
    conference: null,
    tier: null,
    why: null,
    question: null,
    met_at: null,
    title_at_flagging: null,
  },
  outreach: {
    contact: null,
    direction: null,
    purpose: null,
    channel: null,
    sent_at: null,
    subject: null,
    text: null,
    reason: null,
  },
  followup: { contact: null, step: null, cycle: null, due_on: null, state: null, title: null, note: null },
  milestone: { name: null, reached_on: null, contacts: [] },
  letter: {
    contact: null,
    purpose: null,
    deadline_on: null,
    asked_on: null,
    agreed_on: null,
    declined_on: null,
    packet_on: null,
    uploaded_on: null,
    thanked_on: null,
  },
  profile: {
    name: null,
    degrees: null,
    role: null,
    school: null,
    specialty: null,
    email: null,
    phone: null,
    urls: [],
    pitch: null,
    share_level: null,
  },
  settings: { zone: null, morning_hour: null, intervals: null, quiet_days: [], alarms: null, theme: null },
  template: { purpose: null, name: null, subject: null, text: null },
}

export const KINDS = Object.keys(BLANK) as Kind[]

/** Tells whether this version of the app knows the kind; rows of others are stored and left alone. */
export function isKind(kind: string): kind is Kind {
  return Object.hasOwn(BLANK, kind)
}

/** Returns a record of the kind with the given fields filled in and the rest null or []. */
export function filled<K extends Kind>(kind: K, body: Readonly<Record<string, unknown>>): Kinds[K] {
  const given = Object.entries(body).filter(([, value]) => value !== null && value !== undefined)
  return { ...BLANK[kind], ...Object.fromEntries(given) }
}

/** Tells how two devices' edits of the field meet. */
export function mergeType(kind: Kind, field: string): MergeType {
  if (TEXT_FIELDS[kind].includes(field)) return 'text'
  return SET_FIELDS[kind].includes(field) ? 'set' : 'value'
}
