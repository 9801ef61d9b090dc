/** What the plan's screens share: who was met, the days, the walk, and the ticks. */
import { computed } from '@preact/signals'
import { conference, items, people } from '../store/agenda'
import type { Row } from '../store/kinds'
import { live, open, remove, save } from '../store/records'
import { say } from '../parts/Toast'
import { siblingsOf } from '../views/day_plan'
import { itemTarget, metTargets, targetsOf, TIERS, type Planned } from '../views/plan'
import { walk } from '../views/walk'
import { contacts, myPlan, targets } from './agenda_data'

export const siblings = computed(() => siblingsOf(items.value))
export const met = computed(() => metTargets(targets.value, contacts.value.values()))
export const tiers = computed(() => TIERS.map((tier) => ({ tier, shown: targetsOf(tier, targets.value, items.value, people.value) })))
export const legs = computed(() => walk(myPlan.value, items.value))
export const planDays = computed(() => [...new Set(myPlan.value.map((one) => one.item.day_on ?? ''))].sort())

/** The contact of a flagged person, once met. */
export function contactOf(person: string | null): Row<'contact'> | null {
  if (person === null) return null
  return [...contacts.value.values()].find((one) => one.person === person) ?? null
}

/** Ticks a target as met or seen, or takes the tick off. */
export async function tick(target: Row<'target'>, words: string): Promise<void> {
  const { id, met_at } = target
  await save(open('target', id), { met_at: met_at === null ? new Date().toISOString() : null })
  say(met_at === null ? words : 'Open again', () => save(open('target', id), { met_at }))
}

/** Ticks a poster as seen; one that a flagged person brings gets a flag of its own for it. */
export async function tickPoster({ item, tier }: Planned): Promise<void> {
  const id = itemTarget(item.id)
  const known = live('target').value.get(id)
  if (known) return tick(known, 'Seen')
  const own = { item: item.id, person: null, conference: conference.value?.id ?? null, tier, title_at_flagging: item.title }
  await save(open('target', id), { ...own, met_at: new Date().toISOString() })
  return say('Seen', () => remove('target', id))
}
