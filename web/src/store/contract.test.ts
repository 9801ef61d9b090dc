/** The kinds as the phone knows them are those of the server's contract: field by field, and in how edits meet. */
import { expect, it } from 'vitest'
import type { components } from './contract'
import { KINDS, mergeType } from './blank'
import type { Kinds, MergeType } from './kinds'

type Schemas = components['schemas']
interface Plain {
  contact: Schemas['Contact']
  note: Schemas['Note']
  scan: Schemas['Scan']
  target: Schemas['Target']
  outreach: Schemas['Outreach']
  followup: Schemas['Followup']
  milestone: Schemas['Milestone']
  letter: Schemas['Letter']
  profile: Schemas['Profile']
  settings: Schemas['Settings']
  template: Schemas['Template']
}
interface Change {
  contact: Schemas['ContactChange']
  note: Schemas['NoteChange']
  scan: Schemas['ScanChange']
  target: Schemas['TargetChange']
  outreach: Schemas['OutreachChange']
  followup: Schemas['FollowupChange']
  milestone: Schemas['MilestoneChange']
  letter: Schemas['LetterChange']
  profile: Schemas['ProfileChange']
  settings: Schemas['SettingsChange']
  template: Schemas['TemplateChange']
}

/** How the contract says that edits of a field meet. */
type Merge<T> = string extends keyof NonNullable<T>
  ? 'value'
  : NonNullable<T> extends { from: string | null; to: string | null }
    ? 'text'
    : NonNullable<T> extends { add?: string[] }
      ? 'set'
      : 'value'
type Merges<K extends keyof Kinds> = { [F in keyof Kinds[K]]: F extends keyof Change[K] ? Merge<Change[K][F]> : never }
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

// these lines do not compile when a field is missing on either side
const sameFields: { [K in keyof Kinds]: Same<keyof Kinds[K], keyof Plain[K]> } = {
  contact: true,
  note: true,
  scan: true,
  target: true,
  outreach: true,
  followup: true,
  milestone: true,
  letter: true,
  profile: true,
  settings: true,
  template: true,
}

const fromContract: { [K in keyof Kinds]: Partial<Merges<K>> } = {
  contact: { degrees: 'set', emails: 'set', phones: 'set', urls: 'set', tags: 'set', apart: 'set', name: 'value', merged_into: 'value', merged_gave: 'value' },
  note: { bullets: 'text', promise: 'value' },
  scan: { raw: 'value', contact: 'value' },
  target: { why: 'text', question: 'text', tier: 'value' },
  outreach: { text: 'text', purpose: 'value' },
  followup: { note: 'text', state: 'value' },
  milestone: { contacts: 'set', name: 'value' },
  letter: { deadline_on: 'value' },
  profile: { pitch: 'text', urls: 'set', name: 'value' },
  settings: { quiet_days: 'set', intervals: 'value' },
  template: { text: 'text', subject: 'value' },
}

it('knows every field of the contract and no other', () => {
  expect(Object.keys(sameFields).sort()).toEqual([...KINDS].sort())
})

it.each(KINDS)('%s merges as the contract says', (kind) => {
  const expected = Object.entries<MergeType>(fromContract[kind] as Record<string, MergeType>)
  expect(expected.map(([field]) => [field, mergeType(kind, field)])).toEqual(expected)
})
