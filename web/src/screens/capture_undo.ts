/** Taking a capture back, and bringing it back again. */
import type { Kind } from '../store/kinds'
import { bin, live, open, remove, restore, saveTogether, type Draft } from '../store/records'
import type { Captured } from './capture_data'

/** The contact just made and its note are in the bin; the scan is without a name again, the target not met. */
export async function takeBack(captured: Captured): Promise<void> {
  await saveTogether(linked(captured, { contact: null, met_at: null }))
  if (live('note').value.has(captured.note)) await remove('note', captured.note)
  await remove('contact', captured.contact)
}

/** Everything is as it was before it was taken back. */
export async function bringBack(captured: Captured): Promise<void> {
  await restore('contact', captured.contact)
  if (bin('note').value.has(captured.note)) await restore('note', captured.note)
  await saveTogether(linked(captured, { contact: captured.contact, met_at: captured.at.toISOString() }))
}

/** What of the scan and of the target is written. */
export function linked({ scan, ticked }: Captured, to: { contact: string | null; met_at: string | null }) {
  const entries: { draft: Draft<Kind>; values: object }[] = []
  if (scan) entries.push({ draft: open('scan', scan), values: { contact: to.contact } })
  if (ticked) entries.push({ draft: open('target', ticked), values: { met_at: to.met_at } })
  return entries
}
