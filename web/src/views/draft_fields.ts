/** What the fields of a draft stand for: the person, how one met, one's notes and one's own card. Pure. */
import type { Contact, Profile } from '../store/kinds'
import { bulletsOf } from './bullets'
import { asEnding, plainValue, type Fields } from './draft_fill'
import { longDay, nearDay } from './when'
import { placed } from './where'

/** All that a draft may be made of; what is not known is null. */
export interface Facts {
  contact: Pick<Contact, 'name' | 'family_name' | 'degrees' | 'role' | 'institution' | 'met_on'>
  profile: Pick<Profile, 'name' | 'role' | 'school' | 'specialty' | 'email'> | null
  /** Of the last meeting that has it. */
  bullets: string | null
  promise: string | null
  ask: string | null
  /** Where one met: the title of a talk or poster, or a place in one's own words. */
  item: string | null
  place: string | null
  meeting: string | null
  meetingAhead: boolean
  /** What the person gives at the meeting, and what one wrote when flagging it. */
  session: string | null
  question: string | null
  referrer: string | null
  /** A letter that is wanted of them, and the student's own news for them. */
  letterFor: string | null
  deadline: string | null
  news: string | null
  /** The day of the last message, `YYYY-MM-DD`. */
  wroteOn: string | null
  today: string
}

/** Each field with what it stands for, as the wording editor tells it. */
export const FIELD_NAMES: readonly [name: string, words: string][] = [
  ['their name', 'Dr. with a degree, else the whole name'],
  ['their institution', 'where they work'],
  ['their session', 'what they give at the meeting'],
  ['where we met', '“at …”, from your notes'],
  ['when we met', '“on Sunday”'],
  ['what we talked about', 'your first three bullets'],
  ['my promise', 'what you promised'],
  ['what I asked', 'what you asked when you met'],
  ['my question', 'the question you wrote down for them'],
  ['when I wrote', 'the day of your last message'],
  ['the meeting', 'the conference'],
  ['the coming meeting', 'the conference, until it is over'],
  ['who sent me', 'who referred you'],
  ['the letter is for', 'what their letter is for'],
  ['the deadline', 'the day it is due'],
  ['my news', 'your last milestone'],
  ['my name', 'from your card'],
  ['about me', '“a medical student at …”, from your card'],
  ['my specialty', 'from your card'],
  ['my e-mail', 'from your card'],
]

/** Whether Hallway fills the field, given as it is written. */
export const isKnown = (field: string): boolean => FIELD_NAMES.some(([name]) => name.toLowerCase() === field.slice(1, -1).trim().toLowerCase())

const DOCTORS = /^(md|do|phd|dphil|scd|mbbs|mbbch|mbchb|mbbchir|bmbs|dds|dmd|dr|drmed|pharmd)$/i
const TITLED = /^(dr|prof|professor)\b/i
const PLACED = /^(at|in|on|by|near|after|before|during|outside|over|beside|behind|next to|while|when)\b/i
/** Words of roles and fields that are no names: within a sentence they have no capital. */
const COMMON = /^(medical|first|second|third|fourth|fifth|final|sixth|year|international|research|researcher|student|resident|fellow|intern|physician|doctor|graduate|recent|visiting|clinical|doctoral|interventional|diagnostic|nuclear|general|vascular|radiation|undergraduate|assistant|scientist|engineer|nurse|a|an|the|and|of|in|\w*(ology|ologist|surgery|surgical|medicine|iatrics|therapy|physics|imaging))$/i
const SPELLED_AN = /^([AEFHILMNORSX][A-Z\d]|[aeiou])/
const ARTICLE = /^(an?|the) /i
/** Before a word that is no name: within a sentence it is "the hallway", but "The Lantern". */
const COMMON_THE = /^The(?= \p{Ll})/u
const MOST_BULLETS = 3

/** Returns the value of every field; '' where nothing is known. */
export function fieldsOf(facts: Facts): Fields {
  const { contact, profile, today } = facts
  const meeting = plainValue(facts.meeting, 120)
  return {
    'their name': addressOf(contact),
    'their institution': plainValue(contact.institution, 120),
    'their session': quoted(facts.session),
    'where we met': whereOf(facts),
    'when we met': contact.met_on ? nearDay(contact.met_on, today) : '',
    'what we talked about': bulletsOf(facts.bullets).map((one) => asEnding(plainValue(one))).filter((one) => one).slice(0, MOST_BULLETS).join('; '),
    'my promise': asEnding(plainValue(facts.promise)),
    'what i asked': asEnding(questionOf(plainValue(facts.ask))),
    'my question': asEnding(plainValue(facts.question)),
    'when i wrote': facts.wroteOn ? nearDay(facts.wroteOn, today) : '',
    'the meeting': meeting,
    'the coming meeting': facts.meetingAhead ? meeting : '',
    'who sent me': plainValue(facts.referrer, 120),
    'the letter is for': asEnding(plainValue(facts.letterFor)),
    'the deadline': facts.deadline ? longDay(facts.deadline) : '',
    'my news': asEnding(plainValue(facts.news)),
    'my name': plainValue(profile?.name, 120),
    'about me': aboutMe(profile),
    'my specialty': midSentence(plainValue(profile?.specialty, 120)),
    'my e-mail': plainValue(profile?.email, 200),
  }
}

/** Up to the last question mark: what follows it in a note is the answer. */
const questionOf = (note: string): string => note.slice(0, note.lastIndexOf('?') + 1) || note

/** "Dr. Oduya" where a degree says so, else the whole name. */
function addressOf({ name, family_name: family, degrees }: Facts['contact']): string {
  const whole = plainValue(name, 120)
  if (whole === '' || TITLED.test(whole)) return whole
  const isDoctor = degrees.some((degree) => DOCTORS.test(degree.replace(/[^A-Za-z]/g, '')))
  return isDoctor ? `Dr. ${plainValue(family, 120) || whole}` : whole
}

function whereOf({ item, place, meeting }: Facts): string {
  if (item?.trim()) return `at ${quoted(item)}`
  const where = (plainValue(place, 120) || plainValue(meeting, 120)).replace(COMMON_THE, 'the')
  return where === '' || PLACED.test(where) ? where : placed(where)
}

const quoted = (title: string | null): string => (title?.trim() ? `“${plainValue(title, 120)}”` : '')

/** "a medical student at Lakefront University", as far as the card tells. */
function aboutMe(profile: Facts['profile']): string {
  const [role, school] = [plainValue(profile?.role, 120), plainValue(profile?.school, 120)]
  if (role === '') return school && `from ${school}`
  const said = ARTICLE.test(role) ? midSentence(role) : `${SPELLED_AN.test(midSentence(role)) ? 'an' : 'a'} ${midSentence(role)}`
  return school ? `${said} at ${school}` : said
}

/** A role or a field as it stands within a sentence; a name keeps its capital. */
function midSentence(words: string): string {
  return words.replace(/[\p{L}\p{M}\d]+/gu, (word) => (COMMON.test(word) && !/^[A-Z]{2}/.test(word) ? word.toLowerCase() : word))
}
