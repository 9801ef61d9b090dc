/** Phrases that cost a student goodwill, and why. `?` behind a word or a group means that it may be missing. Pure. */

export type Rule = 'vague' | 'pressure' | 'trade' | 'confidential' | 'get_me_in'

/** Why, in one sentence, with what to do instead. */
export const WHY: Readonly<Record<Rule, string>> = {
  vague: 'A vague ask leaves them the work of finding out what you want: name one thing.',
  pressure: 'Pressure makes a no easier than a yes: leave the time to them.',
  trade: 'Help is not traded: ask without offering anything for it.',
  confidential: 'How they select is confidential, and asking puts them in a hard place: ask what makes a resident do well there.',
  get_me_in: 'Nobody may promise you a place: ask for advice, and let your work speak.',
}

export const PHRASES: Readonly<Record<Rule, readonly string[]>> = {
  vague: [
    'any (kind of )?opportunit(y|ies)', 'any (open )?positions?', 'any openings?', 'anything available', 'any research', 'any projects?',
    'any (kind of )?(advice|help|guidance)', 'any way (that )?you can help', 'pick your brains?', 'whatever you have', 'anything at all', 'open to anything',
  ],
  pressure: [
    'as soon as possible', 'asap', 'urgent(ly)?', 'immediately', 'at your earliest convenience', 'you (must|have to)', 'I need you to', '(final|last|second) reminder',
    '(am|was|is|are)? ?still waiting', 'have(n\'t| not) heard back', '(did|have) you not', 'my future depends', 'last (chance|hope)', 'you are my only', 'please (reply|respond|answer) (by|before|today|now)',
    'I (expect|insist)', 'it would be a shame',
  ],
  trade: [
    '(in|as a) (return|exchange) for', 'in (return|exchange)', 'return the favou?r', 'worth your while', 'if you (help|support|recommend|rank) me', 'make it up to you',
    '(small|little|a) gift', 'pay you', 'reward you', 'quid pro quo', 'donat(e|ion)', 'I will (rank|cite|review) you',
  ],
  confidential: [
    'rank(ing)? list', 'rank order', 'how (do|did|will|would) you rank', 'where (am|was|will|would) I (be )?ranked', 'rank me', '(am|was) I ranked', 'will I match', 'my chances',
    'cut-?off( scores?)?', '(minimum|lowest) scores?', 'what scores?', 'how many (interviews?|applicants?|img\'?s)', 'who else (applied|is applying|did you interview)', 'other applicants?',
    'selection committee', 'what did (they|the committee) say', 'letters? say about me',
  ],
  get_me_in: [
    'get me (in|into|an interview|a spot|a place|a position)', 'help me get (in|into)', 'put in a (good )?word', 'pull (some |any )?strings?', 'guarantee(d)? me', 'make sure (that )?I match',
    '(secure|save|hold|reserve) me', 'offer me (a|an) (place|spot|position|interview)', 'consider me for (a|an|the|your) (place|spot|position|residency|interview)',
  ],
}

/** An ask: a question to them or a please, as most are worded. */
export const ASK = String.raw`(would|could|can|will|may|might) (you|I|we)|(would|could) it be|is there (a|one|some)|would (one|any) of|please (send|let|introduce|tell|share|forward|connect|read|look)|I would (be grateful|be glad|appreciate|love) (it )?if you|do you (mind|have time)`

/** Words of someone who asks for a letter. */
export const LETTER = String.raw`letters? of (recommendation|reference|support)|(recommendation|reference) letters?|(write|writing) (me )?a (strong |good )?(letter|recommendation|reference)|letters? for (me|my application)|recommend me`

/** The words as a pattern: whole words only, however they are spaced, whichever apostrophe. */
export function patternOf(words: string): RegExp {
  const loose = words.replaceAll(' ', String.raw`\s+`).replaceAll("'", "['’]")
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${loose})(?![\p{L}\p{N}])`, 'giu')
}
