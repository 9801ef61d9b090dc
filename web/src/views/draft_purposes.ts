/** What one writes to a person for. */
import type { Template } from '../store/kinds'

export type Purpose = NonNullable<Template['purpose']>

export const PURPOSES: readonly Purpose[] = ['thank_you', 'nudge', 'check_in', 'approach', 'research', 'letter', 'referral', 'update']

export const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
  thank_you: 'Thank-you',
  nudge: 'Nudge',
  check_in: 'Check-in',
  approach: 'First e-mail',
  research: 'Research offer',
  letter: 'Ask for a letter',
  referral: 'Referral',
  update: 'News of you',
}
