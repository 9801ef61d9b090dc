/** When and where a person was met, in the conference's zone with the device's beside it. Pure. */
import { clock, dayOf, shortDay } from './when'

/** "Sun 29, 10:43", or "Sun 29, 10:43 (Sun 29, 17:43 where you are)" where the two differ. */
export function metAt(at: string, zone: string | null, device: string): string {
  const there = timeIn(at, zone ?? device)
  const here = timeIn(at, device)
  return there === here ? there : `${there} (${here} where you are)`
}

function timeIn(at: string, zone: string): string {
  return `${shortDay(dayOf(at, zone))}, ${clock(at, zone)}`
}
