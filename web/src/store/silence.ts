/** The hard stop: after two messages without an answer a third needs a reason. Pure; twin of server/followups/silence.py. */
import { answered, begins, factsOf, keyOf, trimmed, type Facts } from './facts'
import type { Outreach, Story } from './story'

/** After this many without an answer the person is left alone. */
export const MESSAGES_UNANSWERED = 2

/** Why a message should not go out: so many stand unanswered, the last of them since that local day. */
export type Refusal = { unanswered: number; last_on: string | null }

/** How many messages were sent since the person last answered or was met; a nudge ticked off unlogged counts. */
export function unanswered(story: Story): number {
  return count(factsOf(story))
}

/** The same of facts. */
export function count(facts: Facts): number {
  const waiting = facts.sent.filter((message) => !answered(facts, message))
  const start = waiting.filter(begins).at(-1)
  if (!start || facts.rows.get(keyOf('nudge', start.id))?.state !== 'done') return waiting.length
  const logged = waiting.some((message) => message.purpose === 'nudge' && message.ms >= start.ms)
  return waiting.length + (logged ? 0 : 1)
}

/** Why the message may not go out, or null where it may: with a reason, as a reply or draft, or as one of two unanswered. */
export function refusal(story: Story, message: Outreach): Refusal | null {
  if (message.direction !== 'out' || !message.sent_at || trimmed(message.reason)) return null
  const others = { ...story, outreach: (story.outreach ?? []).filter((one) => one.id !== message.id) }
  const before = factsOf(others)
  const then = unanswered({ ...others, outreach: [...others.outreach, message] })
  const standing = count(before)
  if (then <= Math.max(standing, MESSAGES_UNANSWERED)) return null
  return { unanswered: standing, last_on: before.sent.at(-1)?.day ?? null }
}
