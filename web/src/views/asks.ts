/** What was asked, and what they said: one text, "May I e-mail you? Yes". Pure. */

export type Answer = 'Yes' | 'Later' | 'No'
export const ANSWERS: readonly { value: Answer; words: string }[] = [
  { value: 'Yes', words: 'They said yes' },
  { value: 'Later', words: 'Later' },
  { value: 'No', words: 'No' },
]

/** The question and the answer behind it, if it is one of ours. */
export function answerOf(ask: string): { question: string; answer: Answer | null } {
  const text = ask.trim()
  const found = ANSWERS.find(({ value }) => text.endsWith(` ${value}`))
  return found ? { question: text.slice(0, -found.value.length).trim(), answer: found.value } : { question: text, answer: null }
}

/** The question with the answer behind it. */
export function answered(question: string, answer: Answer | null): string {
  return answer ? `${question} ${answer}` : question
}
