/** Parts of the contact page: how to reach them, what was written, the code on the badge. */
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import type { Row } from '../store/kinds'
import { live, remove } from '../store/records'
import { verbOf, waysTo } from '../views/links'
import { clock, dayOf, longDay } from '../views/when'
import { log, logReply, outreachOf } from './followups_data'
import { OtherValues } from './OtherValues'

/** Ways to reach them; nothing opens but by a tap, and a web address says where it leads. */
export function Reach({ contact }: { contact: Row<'contact'> }) {
  const ways = waysTo(contact)
  if (ways.length === 0) return null
  return (
    <ul class="rows reach">
      {ways.map((way) => (
        <li key={way.href}>
          <a class="row" href={way.href} target={way.kind === 'web' ? '_blank' : undefined} rel="noopener noreferrer">
            <span class="grow">
              <span class="name">{way.host ?? way.words}</span>
              {way.host !== null && <span class="second address">{way.words}</span>}
            </span>
            <span class="tinted">{verbOf(way)}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

const PURPOSES: Readonly<Record<string, string>> = {
  approach: 'You wrote to them first',
  thank_you: 'You thanked them',
  nudge: 'You nudged them',
  check_in: 'You checked in',
  letter: 'You asked for a letter',
  referral: 'You wrote about a referral',
  update: 'You sent an update',
}

function messageWords(row: Row<'outreach'>): string {
  const what = row.direction === 'in' ? 'They replied' : (PURPOSES[row.purpose ?? ''] ?? 'You wrote')
  return row.sent_at ? `${what}, ${longDay(dayOf(row.sent_at))}, ${clock(row.sent_at)}` : what
}

export function Messages({ id }: { id: string }) {
  const rows = outreachOf(id)
  const wrote = async () => {
    const sent = await log(id, 'out', rows.some((row) => row.direction === 'out') ? 'other' : 'approach')
    say('Logged as sent', () => remove('outreach', sent))
  }
  return (
    <section>
      <h2 class="section-label">Messages</h2>
      {rows.length === 0 && <p class="second">Nothing logged yet. Hallway does not read your mail: log here what went out and what came back.</p>}
      <ul>
        {rows.map((row) => (
          <li key={row.id} class="second">
            {messageWords(row)}
            <OtherValues kind="outreach" id={row.id} />
          </li>
        ))}
      </ul>
      <div class="button-row">
        <Tap words="They replied" onTap={() => logReply(id)} />
        <Tap words="I wrote to them" plain onTap={wrote} />
      </div>
    </section>
  )
}

/** The codes as they were read, word for word. */
export function Codes({ id }: { id: string }) {
  const scans = [...live('scan').value.values()].filter((scan) => scan.contact === id)
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
