/** How many follow-ups are due, for the tab; the rules come after the first screen is drawn. */
import { effect, signal, type ReadonlySignal } from '@preact/signals'

const count = signal(0)

export const dueCount: ReadonlySignal<number> = count

/** Loads the rules and follows what they say. */
export async function startDue(): Promise<void> {
  const rules = await import('../screens/followups_data')
  effect(() => {
    count.value = rules.dueCount.value
  })
}
