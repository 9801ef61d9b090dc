/** Photos of a badge or a business card: made small on this phone, kept with a reading of their own, sent to our server only. */
import { fresh } from '../store/ids'
import { open, remove, restore, save } from '../store/records'
import { say } from '../parts/Toast'
import { keepBlob } from '../sync/blobs'

const LONGEST = 1600 // pixels: a business card stays readable
const QUALITY = 0.82
/** Longer than any phone's picture; what is more is no photo. */
const MOST_BYTES = 50_000_000

/** The photo cannot be kept; the message says why. */
export class NoPhoto extends Error {}

/** Keeps a picture with the contact; rejects with NoPhoto. The reading has no time: a photo is no meeting. */
export async function keepPhoto(contact: string, file: File): Promise<void> {
  const small = await shrunk(file)
  const scan = fresh()
  try {
    await save(open('scan', scan), { contact, photo: await keepBlob(small) })
  } catch {
    throw new NoPhoto('Not saved on this phone. Free some space and try again.')
  }
  say('Photo kept', () => remove('scan', scan))
}

export async function dropPhoto(scan: string): Promise<void> {
  await remove('scan', scan)
  say('Photo removed', () => restore('scan', scan))
}

/** The picture drawn anew, upright and without what a camera writes beside it, such as the place. */
async function shrunk(file: File): Promise<Blob> {
  if (file.size > MOST_BYTES) throw new NoPhoto('This picture is larger than 50 MB. Choose a smaller one.')
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture) throw new NoPhoto('This file is no picture that this phone can show. Choose a JPEG or PNG.')
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
  if (!made) throw new NoPhoto('This phone could not make the picture smaller. Try again.')
  return made
}
