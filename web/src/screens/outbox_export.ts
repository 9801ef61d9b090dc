/** What waits on this phone as a file in the student's own hands: by the share sheet, else as a download. */
import { userId } from '../store/who'
import { isOutboxFile, kindOfFile, outboxFile, sendOutboxFile, type FileKind } from '../sync/outbox_file'
import { syncNow } from '../sync/state'

/** The chosen file cannot be sent from here; the message says why. */
export class NotSendable extends Error {}

/** Hands the outbox out as a file and returns how many changes it holds; nothing here changes. */
export async function exportOutbox(): Promise<number> {
  const outbox = await outboxFile()
  const name = `hallway-unsent-${new Date().toISOString().slice(0, 10)}.json`
  const file = new File([JSON.stringify(outbox, null, 1)], name, { type: 'application/json' })
  await handOut(file, 'Unsent changes of Hallway')
  return outbox.mutations.length
}

/** Gives a file into the person's own hands: by the share sheet of a phone, else as a download. */
export async function handOut(file: File, title: string): Promise<void> {
  if (!(await shared(file, title))) download(file)
}

/** Whether the share sheet took it, or the person closed it; false where there is none. */
async function shared(file: File, title: string): Promise<boolean> {
  const touch = matchMedia('(pointer: coarse)').matches
  if (!touch || !navigator.canShare?.({ files: [file] })) return false
  try {
    await navigator.share({ files: [file], title })
    return true
  } catch (fault) {
    return fault instanceof DOMException && fault.name === 'AbortError'
  }
}

function download(file: File): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

const MOST_BYTES = 50_000_000

const REFUSALS: Readonly<Record<Exclude<FileKind, 'ours'>, string>> = {
  none: 'This is no file of unsent changes, or a part of it is missing. Nothing was sent.',
  newer: 'This file comes from a newer version of Hallway. Reload Hallway here, then try again. Nothing was sent.',
  'of another': 'These changes belong to somebody else, or were made without an account. Sign in as the one who made them. Nothing was sent.',
}

/** Sends a file made by `exportOutbox`; rejects with NotSendable or ApiProblem. Returns its changes, and those not taken. */
export async function sendExported(file: File): Promise<{ count: number; held: number }> {
  if (file.size > MOST_BYTES) throw new NotSendable(REFUSALS.none)
  const value: unknown = await file.text().then(JSON.parse).catch(() => null)
  const user = userId.peek()
  if (!isOutboxFile(value, user)) {
    const kind = kindOfFile(value, user)
    throw new NotSendable(REFUSALS[kind === 'ours' ? 'none' : kind])
  }
  const held = await sendOutboxFile(value)
  void syncNow()
  return { count: value.mutations.length, held }
}
