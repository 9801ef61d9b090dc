/** The dated steps of a letter, planned back from its deadline. Pure; twin of server/followups/letters.py. */
import { interval, plus } from './days'
import { after, aheadOf, isKept, isOpen, stepOf, trimmed, UNDATED, type Facts } from './facts'
import type { Letter, Step, Why } from './story'

/** Ask, send the packet, remind before the deadline, thank: each once what comes before it is there. */
export function letterSteps(facts: Facts): Step[] {
  return (facts.story.letters ?? []).filter(isKept).flatMap((letter) => {
    const why = { about: trimmed(letter.purpose), about_on: letter.deadline_on ?? null }
    const found = [ask(facts, letter, why), ...onTheWay(facts, letter, why)]
    const given = letter.uploaded_on ?? letter.thanked_on
    if (given) found.push(stepOf(facts, 'letter_thank', letter.id, after(facts, given, 'thank_you'), why, !!letter.thanked_on))
    return found
  })
}

function ask(facts: Facts, letter: Letter, why: Partial<Why>): Step {
  const deadline = letter.deadline_on
  const due = deadline ? aheadOf(facts, deadline, 'letter_ask') : UNDATED
  const asked = [letter.asked_on, letter.agreed_on, letter.declined_on, letter.packet_on, letter.uploaded_on, letter.thanked_on].some((day) => day)
  const step = stepOf(facts, 'letter_ask', letter.id, due, why, asked)
  if (!isOpen(step) || !step.due_on || !deadline) return step
  const late = plus(deadline, -interval(facts.story.settings ?? {}, 'letter_ask_late'))
  const next = plus(step.due_on, 1)
  return { ...step, late_on: late > next ? late : next }
}

function onTheWay(facts: Facts, letter: Letter, why: Partial<Why>): Step[] {
  const { deadline_on: deadline, packet_on: packet } = letter
  const over = !!(letter.declined_on || letter.uploaded_on || letter.thanked_on)
  const agreed = letter.agreed_on ?? packet
  const found: Step[] = []
  if (agreed && (packet || !over)) {
    const due = after(facts, agreed, 'letter_packet')
    const most = deadline && deadline > agreed ? deadline : agreed
    const open = deadline && due.open && due.open > most ? most : due.open
    found.push(stepOf(facts, 'letter_packet', letter.id, { ...due, open }, why, !!packet))
  }
  if (deadline && (letter.asked_on || agreed) && !over) {
    found.push(stepOf(facts, 'letter_reminder', letter.id, aheadOf(facts, deadline, 'letter_reminder'), why))
  }
  return found
}
