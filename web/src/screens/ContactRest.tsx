/** The lower part of the contact page, which comes after the first words: photos, codes, who else it is. */
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import type { Row } from '../store/kinds'
import { clock, dayOf, longDay } from '../views/when'
import { ContactSame } from './ContactSame'
import { OtherValues } from './OtherValues'
import { recordsOf } from './persons_data'
import { Photos } from './Photos'

export function ContactRest({ contact }: { contact: Row<'contact'> }) {
  return (
    <>
      <Photos id={contact.id} name={contact.name} />
      <Codes id={contact.id} />
      <ContactSame contact={contact} />
    </>
  )
}

/** The codes as they were read, word for word. */
function Codes({ id }: { id: string }) {
  const scans = recordsOf('scan', id).filter((scan) => scan.raw !== null)
  if (scans.length === 0) return null
  const copy = async (raw: string) => {
    await navigator.clipboard.writeText(raw)
    say('Code copied')
  }
  return (
    <details>
      <summary class="section-label">{scans.length === 1 ? 'The code on the badge' : `${scans.length} codes`}</summary>
      {scans.map((scan) => (
        <div key={scan.id} class="code">
          <p class="small">
            {scan.symbology}
            {scan.captured_at && `, ${longDay(dayOf(scan.captured_at))}, ${clock(scan.captured_at)}`}
          </p>
          <OtherValues kind="scan" id={scan.id} />
          <pre class="raw">{scan.raw}</pre>
          <Tap words="Copy" onTap={() => copy(scan.raw ?? '')} />
        </div>
      ))}
    </details>
  )
}
