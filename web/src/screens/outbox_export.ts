/** What waits on this phone as a file in the student's own hands: by the share sheet, else as a download. */
import { userId } from '../store/who'
import { isOutboxFile, outboxFile, sendOutboxFile } from '../sync/outbox_file'

/** The chosen file can not be sent from here; the message says why. */
export class NotSendable extends Error {}

/** Hands the outbox out as a file and returns how many changes it holds; nothing here changes. */
export async function exportOutbox(): Promise<number> {
  const outbox = await outboxFile()
  const name = `hallway-unsent-${new Date().toISOString().slice(0, 10)}.json`
  const file = new File([JSON.stringify(outbox, null, 1)], name, { type: 'application/json' })
  if (!(await shared(file))) download(file)
  return outbox.mutations.length
}

/** Whether the share sheet took it, or the person closed it; false where there is none. */
async function shared(file: File): Promise<boolean> {
  const touch = matchMedia('(pointer: coarse)').matches
  if (!touch || !navigator.canShare?.({ files: [file] })) return false
  try {
    await navigator.share({ files: [file], title: 'Unsent changes of Hallway' })
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

/** Sends a file made by `exportOutbox`; rejects with NotSendable or ApiProblem. Returns how many changes it held. */
export async function sendExported(file: File): Promise<number> {
  const value: unknown = await file.text().then(JSON.parse).catch(() => null)
  if (!isOutboxFile(value, userId.peek())) throw new NotSendable('This is no file of unsent changes of the account that is signed in here. Nothing was sent.')
  await sendOutboxFile(value)
  return value.mutations.length
}
