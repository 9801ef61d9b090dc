/** Facts for the tests of drafts: nothing known, and what a test adds to it. */
import type { Draft } from './draft_check'
import type { Facts } from './draft_fields'

export type Given = Partial<Omit<Facts, 'contact' | 'profile'>> & { contact?: Partial<Facts['contact']>; profile?: Partial<NonNullable<Facts['profile']>> | null }

export function factsWith({ contact, profile, ...more }: Given = {}): Facts {
  const nobody = { name: null, family_name: null, degrees: [], role: null, institution: null, met_on: null }
  const blank = { name: null, role: null, school: null, specialty: null, email: null }
  return {
    contact: { ...nobody, ...contact },
    profile: profile ? { ...blank, ...profile } : null,
    bullets: null,
    promise: null,
    ask: null,
    item: null,
    place: null,
    meeting: null,
    meetingAhead: false,
    session: null,
    question: null,
    referrer: null,
    letterFor: null,
    deadline: null,
    news: null,
    wroteOn: null,
    today: '2026-12-03',
    ...more,
  }
}

export function draftWith(more: Partial<Draft>): Draft {
  return { purpose: 'update', subject: '', text: '', metOn: '2026-06-01', today: '2026-12-03', referrer: null, notes: [], ...more }
}
