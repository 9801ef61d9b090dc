/** The evening after a meeting: all thank-yous on one card, done or put off at once, with one undo. */
import { useState } from 'preact/hooks'
import { useInPlace } from '../parts/in_place'
import { Tap } from '../parts/Tap'
import type { Step } from '../store/story'
import { markAllDone, markAllSent, snoozeAll } from './followups_acts'
import { inDays } from './followups_data'

/** With fewer the rows themselves are as quick. */
const LEAST = 3

export function Together({ steps }: { steps: readonly Step[] }) {
  const [opened, setOpened] = useState(false)
  const place = useInPlace<HTMLElement>(opened)
  if (steps.length < LEAST) return null
  return (
    <section class="in-place together" ref={place} aria-label={`${steps.length} thank-yous`}>
      <p>
        <strong>{steps.length} thank-yous</strong> from your last days at the meeting.
      </p>
      {opened ? <Choosing steps={steps} onDone={() => setOpened(false)} /> : <Tap words="Do them together" onTap={() => setOpened(true)} />}
    </section>
  )
}

function Choosing({ steps, onDone }: { steps: readonly Step[]; onDone: () => void }) {
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set())
  const chosen = steps.filter((step) => !without.has(step.id))
  const flip = (id: string) => setWithout(new Set(without.has(id) ? [...without].filter((one) => one !== id) : [...without, id]))
  const act = async (what: (all: readonly Step[]) => Promise<void>) => {
    if (chosen.length === 0) return
    onDone()
    await what(chosen)
  }
  return (
    <>
      <Tap
        words={chosen.length === steps.length ? 'Choose none' : 'Choose all'}
        plain
        onTap={() => setWithout(new Set(chosen.length === steps.length ? steps.map(({ id }) => id) : []))}
      />
      <div class="of-many">
        {steps.map((step) => (
          <label key={step.id} class="check">
            <input type="checkbox" checked={!without.has(step.id)} onChange={() => flip(step.id)} />
            <span>{step.name ?? 'No name yet'}</span>
          </label>
        ))}
      </div>
      <p class="small" role="status">
        {chosen.length} chosen
      </p>
      <div class="button-row">
        <Tap words="All sent" onTap={() => act(markAllSent)} />
        <Tap words="Done" plain onTap={() => act(markAllDone)} />
        <Tap words="In 3 days" plain onTap={() => act((all) => snoozeAll(all, inDays(3)))} />
        <Tap words="In 1 week" plain onTap={() => act((all) => snoozeAll(all, inDays(7)))} />
        <Tap words="Back" plain onTap={onDone} />
      </div>
    </>
  )
}
