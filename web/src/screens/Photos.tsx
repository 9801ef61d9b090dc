/** Photos of the badge or the business card, on the contact page: taken or chosen, shown without network, removed. */
import { useEffect, useState } from 'preact/hooks'
import '../style/same.css'
import { Tap } from '../parts/Tap'
import { photo } from '../sync/blobs'
import { online } from '../platform/screen'
import { dropPhoto, keepPhoto, NoPhoto } from './photo_data'
import { recordsOf } from './persons_data'

export function Photos({ id, name }: { id: string; name: string | null }) {
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)
  const kept = recordsOf('scan', id).filter((scan) => scan.photo !== null)
  const take = async (file: File | undefined) => {
    if (!file) return
    setFault('')
    setBusy(true)
    try {
      await keepPhoto(id, file)
    } catch (problem) {
      if (!(problem instanceof NoPhoto)) throw problem
      setFault(problem.message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="photos">
      <h2 class="section-label">Photos</h2>
      {kept.length > 0 && (
        <ul>
          {kept.map((scan, at) => (
            <li key={scan.id}>
              <Picture sha256={scan.photo ?? ''} words={`Photo ${at + 1} of ${name ?? 'this person'}`} />
              <Tap words="Remove" plain label={`Remove photo ${at + 1}`} onTap={() => dropPhoto(scan.id)} />
            </li>
          ))}
        </ul>
      )}
      <label class="text-button add-photo">
        {busy ? 'Keeping the photo' : 'Add a photo of the badge or card'}
        <input
          type="file"
          accept="image/*"
          class="hidden-text"
          disabled={busy}
          onChange={(event) => {
            void take(event.currentTarget.files?.[0])
            event.currentTarget.value = '' // the same picture once more is a choice, too
          }}
        />
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </section>
  )
}

type Shown = { is: 'coming' } | { is: 'here'; url: string } | { is: 'away'; waits: boolean }

/** From this phone, else from the server; one that is only on another device comes when it has been sent. */
function Picture({ sha256, words }: { sha256: string; words: string }) {
  const [shown, setShown] = useState<Shown>({ is: 'coming' })
  const isOnline = online.value
  useEffect(() => {
    let url = ''
    let isWanted = true
    photo(sha256).then(
      ({ blob, waits }) => {
        if (!isWanted) return
        url = blob ? URL.createObjectURL(blob) : ''
        setShown(url ? { is: 'here', url } : { is: 'away', waits })
      },
      () => setShown({ is: 'away', waits: false }),
    )
    return () => {
      isWanted = false
      URL.revokeObjectURL(url)
    }
  }, [sha256, isOnline])
  if (shown.is === 'coming') return <div class="later" aria-busy="true" />
  if (shown.is === 'away') return <p class="second">{shown.waits ? 'This photo needs a connection once.' : 'This photo is not here. It may be on the device that took it.'}</p>
  return <img src={shown.url} alt={words} />
}
