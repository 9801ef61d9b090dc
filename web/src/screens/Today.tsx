/** What is owed today, on the first screen: two lines at most, and the way to all; the agenda stays the first thing seen. */
import { signal } from '@preact/signals'
import '../style/today.css'
import { keep, kept } from '../store/who'
import { groupOf, ofGroup } from '../views/followups'
import { titleOf } from '../views/followup_words'
import { myToday, steps } from './followups_data'

const HIDDEN = 'hallway-today-hidden'
const FIRST = 2
const hidden = signal(kept(HIDDEN))

export function Today() {
  const due = ofGroup(steps.value.filter((step) => groupOf(step) === 'due'), 'due')
  if (due.length === 0 || hidden.value === myToday.value) return null
  const hide = (event: Event) => {
    const button = event.currentTarget
    // the button goes, so the focus goes to the page it stood on
    if (button instanceof Element) button.closest<HTMLElement>('[tabindex]')?.focus({ preventScroll: true })
    keep(HIDDEN, myToday.value)
    hidden.value = myToday.value
  }
  return (
    <section class="today at-followups" aria-label="Follow-ups due">
      <ul>
        {due.slice(0, FIRST).map((step) => (
          <li key={step.id}>
            <a href={`/followups/${step.id}`}>
              <span class="stop open" aria-hidden="true" />
              <span class="one-line">{titleOf(step)}</span>
            </a>
          </li>
        ))}
      </ul>
      <div class="beside">
        {due.length > FIRST && (
          <a class="text-button" href="/followups" aria-label={`${due.length - FIRST} more follow-ups`}>
            {due.length - FIRST} more
          </a>
        )}
        <button type="button" class="text-button plain" onClick={hide}>
          Hide<span class="hidden-text"> for today</span>
        </button>
      </div>
    </section>
  )
}
