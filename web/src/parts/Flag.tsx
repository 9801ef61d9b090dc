/** Flags an item or a person as must, should or if time; the same tap again takes the flag off. */
import { open, live, remove, restore, save } from '../store/records'
import type { Tier } from '../store/kinds'
import { TIERS, TIER_WORDS } from '../views/plan'
import { say } from './Toast'

interface FlagProps {
  id: string
  what: { item: string } | { person: string }
  conference: string | null
  title: string
}

export function Flag({ id, what, conference, title }: FlagProps) {
  const tier = live('target').value.get(id)?.tier ?? null
  const flag = async (chosen: Tier) => {
    if (chosen === tier) {
      await remove('target', id)
      say('Flag taken off', () => restore('target', id))
      return
    }
    const known = live('target').value.get(id) // it may hang on somebody whom a hand made one with this person
    const own = known ? { item: known.item, person: known.person } : { item: null, person: null, ...what }
    await save(open('target', id), { ...own, conference, tier: chosen, title_at_flagging: title })
    say(`${TIER_WORDS[chosen]}: saved on this phone`)
  }
  return (
    <div class="chips wrap" role="group" aria-label="Flag">
      {TIERS.map((one) => (
        <button key={one} type="button" class="chip" aria-pressed={one === tier} onClick={() => flag(one)}>
          {TIER_WORDS[one]}
        </button>
      ))}
    </div>
  )
}
