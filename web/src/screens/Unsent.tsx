/** What is only on this phone, and what the server could not take. Nothing here is ever dropped by itself. */
import { useEffect, useState } from 'preact/hooks'
import { Back, useTitle } from '../parts/Heading'
import { Empty, StopRow } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { now } from '../platform/clock'
import { mayBeCleared } from '../platform/install'
import { account, signInNeeded } from '../store/session'
import { attention, live, unsent } from '../store/records'
import { discard, resend, waiting, type Waiting } from '../store/waiting'
import { skewMinutes, syncNow, syncState } from '../sync/state'
import { clock, dayOf, nearDay } from '../views/when'
import { ExportOutbox } from './ExportOutbox'
import { InstallHint } from './InstallHint'
import { Notices, syncSentence } from './Notices'

const KIND_WORDS: Readonly<Record<string, string>> = {
  contact: 'Person',
  note: 'Note',
  scan: 'Scan',
  target: 'Flag',
  outreach: 'Message',
  followup: 'Follow-up',
  milestone: 'Milestone',
  letter: 'Letter',
  profile: 'My card',
  settings: 'Settings',
  template: 'Wording',
}

const OF_PERSONS = ['note', 'outreach', 'followup', 'letter', 'scan'] as const
const DAY = 86_400_000
/** From here on a clock that is off is told. */
const MOST_SKEW = 5

export function UnsentPage() {
  useTitle('Unsent')
  const [rows, setRows] = useState<Waiting[] | null>(null)
  const version = `${unsent.value}-${attention.value}`
  useEffect(() => {
    void waiting().then(setRows)
  }, [version])
  const held = rows?.filter((row) => row.state === 'held') ?? []
  const queued = rows?.filter((row) => row.state === 'waiting') ?? []
  const guest = account.value === null
  return (
    <>
      <Back href="/settings" words="Settings" />
      <h1>Unsent</h1>
      <Notices />
      {guest ? <Guest /> : <p class="second" role="status">{syncSentence()}</p>}
      {signInNeeded.value && !guest && (
        <p class="notice">
          The server asks you to sign in again before it takes anything. Everything stays here until then. <a href="/account">Sign in</a>
        </p>
      )}
      <Skew />
      <MayBeCleared rows={queued} />
      {held.length > 0 && (
        <section>
          <h2 class="section-label">Needs a look · {held.length}</h2>
          <ol class="line">{held.map((row) => <HeldRow key={row.id} row={row} />)}</ol>
        </section>
      )}
      {queued.length > 0 && !guest && (
        <section>
          <h2 class="section-label">{queued.length === 1 ? '1 change is only on this phone' : `${queued.length} changes are only on this phone`}</h2>
          {syncState.value !== 'sending' && <Tap words="Send now" onTap={() => syncNow()} />}
          <ol class="line">{queued.map((row) => <QueuedRow key={row.id} row={row} />)}</ol>
        </section>
      )}
      {rows?.length === 0 && !guest && <Empty words="Nothing waits. Everything is on the server and on this phone." />}
      {!guest && <ExportOutbox waiting={queued.length} />}
    </>
  )
}

function Guest() {
  return (
    <p class="notice">
      You are using Hallway without an account, and that is fine: everything you write stays here. <a href="/account">Make an account</a> to keep a copy on the
      server and see it on your laptop.
    </p>
  )
}

function Skew() {
  const off = skewMinutes.value
  if (Math.abs(off) < MOST_SKEW) return null
  return (
    <p class="notice">
      The clock of this device is {Math.abs(off)} minutes {off > 0 ? 'ahead of' : 'behind'} the server's. Times shown may be wrong; nothing is lost by it. Let the
      device set its clock by itself.
    </p>
  )
}

/** Safari may clear the store of a site that is not on the home screen; after a day that is said plainly. */
function MayBeCleared({ rows }: { rows: readonly Waiting[] }) {
  const oldest = rows[0]?.at
  if (!mayBeCleared() || !oldest || now.value.getTime() - Date.parse(oldest) < DAY) return null
  return (
    <aside class="notice" aria-label="May be cleared">
      <p>Some of this has waited for more than a day. Connect to a network, or install Hallway.</p>
      <InstallHint />
    </aside>
  )
}

function titleOf(row: Waiting): string {
  const title = [row.title, whose(row)].filter((part) => part).join(', ')
  return `${KIND_WORDS[row.kind] ?? row.kind}${title ? `: ${title}` : ''}`
}

/** The name of the person whom a note, a message or a follow-up is about. */
function whose({ kind, row }: Waiting): string {
  const contacts = live('contact').value
  const about = OF_PERSONS.map((one) => (one === kind ? live(one).value.get(row)?.contact : null)).find((id) => id)
  return about ? (contacts.get(about)?.name ?? '') : ''
}

function savedWords(at: string | null): string {
  if (!at) return 'Saved on this phone'
  return `Saved on this phone ${nearDay(dayOf(at), dayOf(now.value))}, ${clock(at)}`
}

function QueuedRow({ row }: { row: Waiting }) {
  return (
    <StopRow stop="open">
      <h3>{titleOf(row)}</h3>
      <p class="second">{savedWords(row.at)}</p>
    </StopRow>
  )
}

function HeldRow({ row }: { row: Waiting }) {
  const [asking, setAsking] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(JSON.stringify(row, null, 2))
    say('Copied')
  }
  return (
    <StopRow stop="open" dashed look="step">
      <h3>{titleOf(row)}</h3>
      <p class="second">The server could not take this: {row.problem?.detail || row.problem?.title}</p>
      <p class="small">It is kept here until you decide.</p>
      {asking ? (
        <div class="button-row">
          <Tap words="Discard for good" onTap={() => discard(row.id)} />
          <Tap words="Keep it" plain onTap={() => setAsking(false)} />
        </div>
      ) : (
        <div class="button-row">
          <Tap words="Send again" onTap={() => resend(row.id)} />
          <Tap words="Copy" plain onTap={copy} />
          <Tap words="Discard" plain onTap={() => setAsking(true)} />
        </div>
      )}
    </StopRow>
  )
}
