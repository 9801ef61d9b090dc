/** How many follow-ups are due, for the tab; the rules come after the first screen is drawn. */
import { effect, signal, type ReadonlySignal } from '@preact/signals'
import { conferences } from '../store/agenda_shown'
import { KINDS } from '../store/blank'
import { part } from '../store/memory'
import { now } from './clock'

const count = signal(0)

export const dueCount: ReadonlySignal<number> = count

/** The rules go through all that is known of everyone: they wait until a write is done and shown. */
const PAUSE = 300

/** Loads the rules and follows what they say. */
export async function startDue(): Promise<void> {
  const rules = await import('../screens/followups_data')
  let timer: ReturnType<typeof setTimeout> | undefined
  const tell = () => void (count.value = rules.dueCount.peek())
  tell()
  effect(() => {
    void [now.value, conferences.value, ...KINDS.map((kind) => [part(kind).rows.value, part(kind).entries.value])]
    clearTimeout(timer)
    timer = setTimeout(tell, PAUSE)
  })
}
