/** Reads a draft as an experienced colleague would: what it says, where, and why that matters. Advice; nothing is refused. Pure. */
import { daysBetween } from './when'
import { isKnown } from './draft_fields'
import { unfilled } from './draft_fill'
import { ASK, LETTER, patternOf, PHRASES, WHY, type Rule } from './draft_phrases'
import type { Purpose } from './draft_purposes'

export interface Draft {
  purpose: Purpose
  subject: string
  text: string
  /** The first meeting, `YYYY-MM-DD`; null of someone never met. */
  metOn: string | null
  today: string
  /** Who referred the student to them, and lines taken word for word from notes. */
  referrer: string | null
  notes: readonly string[]
}

export interface Counts {
  words: number
  lines: number
  sentences: number
}

export interface Finding {
  rule: Rule | 'field' | 'notes' | 'asks' | 'letter' | 'referrer' | 'length'
  /** The words that it is about; '' when it is about the whole. */
  phrase: string
  place: 'subject' | 'text'
  /** Where the phrase begins, and the line that it is on, from 1; 0 for the whole. */
  start: number
  line: number
  why: string
}

/** What the advice of the field says of lengths (least, most). */
const WORDS: Partial<Record<Purpose, readonly [number, number]>> = { approach: [150, 250] }
const SENTENCES: Partial<Record<Purpose, readonly [number, number]>> = { research: [5, 7] }
const COLD_LINES = [8, 12] as const
/** Characters on a line of a mail, as most windows show it. */
const LINE = 100
/** After so many days of knowing each other a letter is a fair ask: two to three months. */
const SOON_FOR_A_LETTER = 60
const FAIR_FOR_A_LETTER = 90
const MOST_FINDINGS = 30

const SENTENCE = /\S.*?(?:(?<=[.!?…]["”’')]{0,2})(?=\s|$)|$)/gu
const SHORTENED = /\b(Dr|Prof|Mr|Mrs|Ms|St|vs|e\.g|i\.e|[A-Z])\./g
const CLOSING = /^(with )?(my )?(kind|best|warm|many|sincere)?\s*(regards|wishes|thanks|greetings|yours|sincerely|cheers|thank you)\b[^.?!]{0,20},?$/i
const GREETING = /^(dear|hello|hi|good (morning|afternoon|evening))\b(.{0,120}[,:!]|\s*\S*(\s+\S+){0,3})$/i

/** Counts what is said between the greeting and the regards. */
export function countsOf(text: string): Counts {
  const body = bodyOf(text)
  const lines = body.split('\n').filter((line) => line.trim())
  return {
    words: body.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.@-]*/gu)?.length ?? 0,
    lines: lines.reduce((sum, line) => sum + linesOf(line), 0),
    sentences: lines.reduce((sum, line) => sum + sentencesOf(line).length, 0),
  }
}

/** What the counts should be for the purpose, in words; '' where nothing is said about it. */
export function goalOf({ purpose, metOn }: Pick<Draft, 'purpose' | 'metOn'>): string {
  if (purpose === 'research') return '5 to 7 sentences'
  if (purpose === 'approach') return metOn ? '150 to 250 words' : '150 to 250 words, 8 to 12 lines'
  return ''
}

/** Everything worth a second look, in the order of the text; what concerns the whole comes last. */
export function findings(draft: Draft): Finding[] {
  const found = [...fields(draft), ...phrases(draft), ...asks(draft), ...letter(draft), ...referrer(draft), ...notes(draft)]
  found.sort((a, b) => Number(a.line === 0) - Number(b.line === 0) || a.place.localeCompare(b.place) || a.start - b.start)
  return [...found, ...lengths(draft)].slice(0, MOST_FINDINGS)
}

function fields({ subject, text }: Draft): Finding[] {
  const why = (phrase: string) => (isKnown(phrase) ? 'Not known here yet: write it, or add it to your card or to their page.' : 'Yours to fill in: only you know this.')
  return [
    ...unfilledIn(subject).map(([phrase, start]) => at('field', 'subject', subject, phrase, start, why(phrase))),
    ...unfilledIn(text).map(([phrase, start]) => at('field', 'text', text, phrase, start, why(phrase))),
  ]
}

function unfilledIn(text: string): [string, number][] {
  let from = 0
  return unfilled(text).map((phrase) => {
    const start = text.indexOf(phrase, from)
    from = start + phrase.length
    return [phrase, start]
  })
}

function phrases({ subject, text }: Draft): Finding[] {
  const rules = Object.entries(PHRASES) as [Rule, readonly string[]][]
  return rules.flatMap(([rule, words]) => {
    const pattern = patternOf(words.join('|'))
    return [
      ...matches(pattern, subject).map(([phrase, start]) => at(rule, 'subject', subject, phrase, start, WHY[rule])),
      ...matches(pattern, text).map(([phrase, start]) => at(rule, 'text', text, phrase, start, WHY[rule])),
    ]
  })
}

/** The second ask and those after it; two in one sentence count as one. */
function asks({ text }: Draft): Finding[] {
  const why = 'One ask is easier to say yes to: keep the one that matters most and leave this for later.'
  const asked = placed(text).filter(([sentence]) => matches(patternOf(ASK), sentence).length > 0)
  return asked.slice(1).map(([sentence, start]) => at('asks', 'text', text, sentence, start, why))
}

function letter({ purpose, text, metOn, today }: Draft): Finding[] {
  const [said] = matches(patternOf(LETTER), text)
  const why = tooSoon(metOn, today)
  if (why === null || (purpose !== 'letter' && !said)) return []
  if (said) return [at('letter', 'text', text, said[0], said[1], why)]
  return [whole('letter', 'text', why)]
}

function tooSoon(metOn: string | null, today: string): string | null {
  if (metOn === null) return 'You have not met them in Hallway yet: a letter says most when it comes from someone who has seen your work.'
  const days = daysBetween(metOn, today)
  if (days < SOON_FOR_A_LETTER) return `You have known each other for ${daysWords(days)}: after two to three months of work together there is more to write about.`
  return days < FAIR_FOR_A_LETTER ? 'You have known each other for two months: it is a fair ask if you have worked together, and three months is safer.' : null
}

function referrer({ purpose, text, referrer: name }: Draft): Finding[] {
  if (purpose !== 'referral') return []
  const first = bodyOf(text).split('\n').find((line) => line.trim()) ?? ''
  const opening = first.slice(0, 2 * LINE).toLowerCase()
  if (name === null) return /\{|suggested|referred|sent me|introduced|recommended/i.test(opening) ? [] : [whole('referrer', 'text', 'Say in the first line who sent you: that name is why they read on.')]
  const parts = name.toLowerCase().split(/[\s,]+/).filter((part) => part.length > 1)
  if (parts.some((part) => opening.includes(part))) return []
  return [whole('referrer', 'text', `Name ${name} in the first line: that name is why they read on.`)]
}

function notes({ text, notes: lines }: Draft): Finding[] {
  const why = 'From your notes, word for word: say it as you would say it to them.'
  return lines.flatMap((line) => {
    const start = line.length > 0 ? text.indexOf(line) : -1
    return start < 0 ? [] : [at('notes', 'text', text, line, start, why)]
  })
}

function lengths({ purpose, text, metOn }: Draft): Finding[] {
  const { words, lines, sentences } = countsOf(text)
  const cold = purpose === 'approach' && metOn === null
  return [
    lengthOf(words, WORDS[purpose], 'words', 'a first e-mail'),
    lengthOf(lines, cold ? COLD_LINES : undefined, 'lines', 'an e-mail to someone you have not met'),
    lengthOf(sentences, SENTENCES[purpose], 'sentences', 'a research offer'),
  ].flatMap((why) => (why ? [whole('length', 'text', why)] : []))
}

function lengthOf(count: number, wanted: readonly [number, number] | undefined, unit: string, what: string): string | null {
  if (!wanted || (count >= wanted[0] && count <= wanted[1])) return null
  const rest = count < wanted[0] ? 'say a little more about why it is them.' : 'what is short is read to its end.'
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}; ${what} does best with ${wanted[0]} to ${wanted[1]}: ${rest}`
}

/** The text without the greeting, the regards and what comes after them. */
function bodyOf(text: string): string {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.trim())
  const end = lines.findLastIndex((line) => CLOSING.test(line.trim()))
  const greeted = GREETING.test(lines[first]?.trim() ?? '')
  return lines.slice(greeted ? first + 1 : 0, end > first ? end : undefined).join('\n').trim()
}

function linesOf(line: string): number {
  let [count, length] = [1, 0]
  for (const word of line.trim().split(/\s+/)) {
    const more = length === 0 ? word.length : length + 1 + word.length
    if (more > LINE && length > 0) count += 1
    length = more > LINE ? word.length : more
  }
  return count
}

/** The sentences of one line, with where each begins; the stop of "Dr." ends none. */
function sentencesOf(line: string): [sentence: string, start: number][] {
  const marked = line.replace(SHORTENED, (found) => found.replaceAll('.', ' '))
  const found = [...marked.matchAll(SENTENCE)].map(({ 0: one, index }): [string, number] => [line.slice(index, index + one.length).trimEnd(), index])
  return found.filter(([one]) => /[\p{L}\p{N}]/u.test(one))
}

/** The sentences of the text, with where each begins. */
function placed(text: string): [sentence: string, start: number][] {
  let from = 0
  return text.split('\n').flatMap((line) => {
    const begin = from
    from += line.length + 1
    return sentencesOf(line).map(([sentence, start]): [string, number] => [sentence, begin + start])
  })
}

const matches = (pattern: RegExp, text: string): [string, number][] => [...text.matchAll(pattern)].map((found) => [found[0], found.index])

function at(rule: Finding['rule'], place: Finding['place'], text: string, phrase: string, start: number, why: string): Finding {
  return { rule, phrase, place, start, line: text.slice(0, start).split('\n').length, why }
}

const whole = (rule: Finding['rule'], place: Finding['place'], why: string): Finding => ({ rule, phrase: '', place, start: 0, line: 0, why })

const daysWords = (days: number): string => (days < 2 ? 'a day' : days < 14 ? `${days} days` : `${Math.round(days / 7)} weeks`)
