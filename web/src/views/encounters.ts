/** When and where a person was met, in the conference's zone with the device's beside it. Pure. */
import { clock, dayAndMonth, dayOf } from './when'

/** "Sun 29 Nov, 10:43", or "Sun 29 Nov, 10:43 (17:43 where you are)" where the two differ; with the day where that differs, too. */
export function metAt(at: string, zone: string | null, device: string): string {
  const there = timeIn(at, zone ?? device)
  const here = timeIn(at, device)
  if (there === here) return there
  const sameDay = dayOf(at, zone ?? device) === dayOf(at, device)
  return `${there} (${sameDay ? clock(at, device) : here} where you are)`
}

function timeIn(at: string, zone: string): string {
  return `${dayAndMonth(dayOf(at, zone))}, ${clock(at, zone)}`
}
