/** Parts of the contact page: how to reach them, what was written. */
import { Tap } from '../parts/Tap'
import type { Row } from '../store/kinds'
import { verbOf, waysTo } from '../views/links'
import { clock, dayOf, longDay } from '../views/when'
import { logReply, outreachOf } from './followups_data'
import { OtherValues } from './OtherValues'
import { Wrote } from './Wrote'

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
  if (row.direction === 'out' && !row.sent_at) return 'A draft, not sent yet'
  const what = row.direction === 'in' ? 'They replied' : (PURPOSES[row.purpose ?? ''] ?? 'You wrote')
  return row.sent_at ? `${what}, ${longDay(dayOf(row.sent_at))}, ${clock(row.sent_at)}` : what
}

/** What was written in Hallway, word for word. */
function Words({ row: { subject, text, sent_at } }: { row: Row<'outreach'> }) {
  if (!subject && !text) return null
  return (
    <details>
      <summary class="section-label">{sent_at ? 'What you wrote' : 'The draft'}</summary>
      {subject && <p>{subject}</p>}
      {text && <p class="as-written">{text}</p>}
    </details>
  )
}

export function Messages({ id }: { id: string }) {
  const rows = outreachOf(id)
  return (
    <section>
      <h2 class="section-label">Messages</h2>
      {rows.length === 0 && <p class="second">Nothing logged yet. Hallway does not read your mail: log here what went out and what came back.</p>}
      <ul>
        {rows.map((row) => (
          <li key={row.id} class="second">
            {messageWords(row)}
            {row.reason && <span class="small"> Why: {row.reason}</span>}
            <Words row={row} />
            <OtherValues kind="outreach" id={row.id} />
          </li>
        ))}
      </ul>
      <div class="button-row">
        <a class="text-button" href={`/followups/draft/${id}`}>
          Write
        </a>
        <Tap words="They replied" onTap={() => logReply(id)} />
      </div>
      <Wrote contact={id} />
    </section>
  )
}
