/** The three first steps, in the app itself: each fills when it is done, and they can be waved away. */
import { computed, signal } from '@preact/signals'
import { Tap } from '../parts/Tap'
import { conference, agendaState } from '../store/agenda_shown'
import { live } from '../store/live'
import { keep, kept } from '../store/who'
import { firstSteps } from '../views/first_steps'

const DISMISSED = 'hallway-first-steps-dismissed'
const dismissed = signal(kept(DISMISSED) !== null)

const steps = computed(() =>
  firstSteps({
    meeting: agendaState.value === 'ready' ? (conference.value?.name ?? null) : null,
    flags: live('target').value.size,
    people: live('contact').value.size,
  }),
)

/** Whether the steps are still to be shown: not waved away, and not all done. */
export const beginning = computed(() => !dismissed.value && steps.value.some((step) => !step.done))

/** Where the search is on the screen already, its link would lead nowhere: the tap goes into the field. */
function search(event: Event): void {
  const field = document.querySelector<HTMLInputElement>('.search-row input')
  if (!field) return
  event.preventDefault()
  field.focus()
}

export function FirstSteps() {
  if (!beginning.value) return null
  const next = steps.value.find((step) => !step.done)
  const dismiss = () => {
    keep(DISMISSED, '1')
    dismissed.value = true
  }
  return (
    <section class="first-steps" aria-label="First steps">
      <ol>
        {steps.value.map((step) => (
          <li key={step.name}>
            <span class="track" aria-hidden="true">
              <span class={step.done ? 'stop done' : 'stop open'} />
            </span>
            <span class="words">
              {step.words}
              <span class="hidden-text">{step.done ? ', done' : ', to do'}</span>
            </span>
            {step === next && (
              <a class="text-button" href={step.href} onClick={step.name === 'flag' ? search : undefined}>
                {step.action}
              </a>
            )}
          </li>
        ))}
      </ol>
      <Tap words="Hide these steps" plain onTap={dismiss} />
    </section>
  )
}
