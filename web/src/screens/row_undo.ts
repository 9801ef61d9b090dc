/** Taking a badge out of the row it was scanned in, and bringing it back. */
import { bin, live, remove, restore, saveTogether } from '../store/records'
import type { Captured } from './capture_data'
import { bringBack, linked, takeBack } from './capture_undo'
import type { InRow } from './scan_row'

const taken = new WeakMap<Captured, Captured>()

/** Takes the badge out of what was scanned, and the person that it made. */
export async function undoInRow({ captured }: InRow): Promise<void> {
  if (captured) taken.set(captured, await takeOut(captured))
}

/** Brings back what was taken out. */
export async function redoInRow({ captured }: InRow): Promise<void> {
  if (captured) await putBack(taken.get(captured) ?? captured)
}

/** The whole capture is in the bin: the scan too, with the contact if it made one; somebody met before stays. Returns
 * what can be put back: the badge may have got its person since it was read. */
async function takeOut(captured: Captured): Promise<Captured> {
  const contact = live('scan').value.get(captured.scan ?? '')?.contact ?? captured.contact
  const found = { ...captured, contact, known: !isMade(captured, contact) }
  if (!found.known && live('contact').value.has(contact)) await takeBack(found)
  else await saveTogether(linked({ ...found, scan: null }, { contact: null, met_at: null }))
  if (found.scan) await remove('scan', found.scan)
  return found
}

/** Whether the contact is there for this scan alone: made when it was read, or when its badge was named. */
function isMade({ scan, contact: first, known }: Captured, contact: string): boolean {
  const isNew = contact === first ? !known : live('contact').value.get(contact)?.how_found === 'Badge' && contact > (scan ?? '') // ids are in the order of time
  return isNew && ![...live('scan').value.values()].some((one) => one.contact === contact && one.id !== scan)
}

/** Everything is as it was before it was taken out. */
async function putBack(captured: Captured): Promise<void> {
  if (captured.scan) await restore('scan', captured.scan)
  if (!captured.known && bin('contact').value.has(captured.contact)) await bringBack(captured)
  else await saveTogether(linked({ ...captured, scan: null }, { contact: null, met_at: captured.at.toISOString() }))
}
