/** Addresses that a calendar program subscribes to. Each is shown once; the address is the key, so it is kept private. */
import { useEffect, useState } from 'preact/hooks'
import { later } from '../parts/later'
import { Tap } from '../parts/Tap'
import { online } from '../platform/screen'
import { ApiProblem } from '../store/api'
import { account } from '../store/session'
import { longDay } from '../views/when'
import { ConfirmIdentity } from './ConfirmIdentity'
import { clientWords, copyOf, listFeeds, makeFeed, revokeFeed, rotateFeed, type Feed, type Made, type Scope } from './calendar_data'

const CalendarAddress = later(() => import('./CalendarAddress').then((module) => module.CalendarAddress))

const SCOPES: readonly { scope: Scope; words: string; detail: string }[] = [
  { scope: 'followups', words: 'Follow-ups', detail: 'Whom to thank, to nudge, what you promised' },
  { scope: 'plan', words: 'Plan', detail: 'Flagged sessions and posters' },
  { scope: 'all', words: 'Everything', detail: 'Both in one calendar' },
]
const SHOWN_TWICE = 'You have an address that shows some of these events already. In one calendar program they would show twice.'
const REAUTH = '/problems/reauth'

type Work = () => Promise<void>

export function CalendarLinks() {
  const [feeds, setFeeds] = useState<Feed[]>([])
  const [made, setMade] = useState<Made | null>(null)
  const [said, setSaid] = useState('')
  const [again, setAgain] = useState<Work | null>(null)
  const owner = account.value?.id
  const ask = async (work: Work) => {
    try {
      setSaid('')
      setAgain(null)
      await work()
    } catch (fault) {
      if (!(fault instanceof ApiProblem)) throw fault
      if (fault.type === REAUTH) setAgain(() => work)
      else setSaid(fault.type === 'offline' ? 'This needs a network. Addresses already made go on working.' : fault.detail || fault.title)
    }
  }
  const load = () => ask(async () => setFeeds(await listFeeds()))
  useEffect(() => {
    if (owner) void load()
  }, [owner])
  const after = (work: () => Promise<Made | null>) =>
    ask(async () => {
      setMade(await work())
      setFeeds(await listFeeds())
    })
  if (!owner) {
    return (
      <p class="second">
        A calendar address needs an account, since your calendar fetches it from the server. <a href="/account">Make an account</a>
      </p>
    )
  }
  const both = feeds.some((feed) => feed.scope === 'all') && feeds.length > 1
  return (
    <>
      {said && (
        <p class="fault" role="alert">
          {said}
        </p>
      )}
      {again && <ConfirmIdentity onDone={() => ask(again)} onClose={() => setAgain(null)} />}
      {both && <p class="notice">“Everything” and another address are both on: their events show twice. Remove one of them.</p>}
      <ul class="rows">
        {SCOPES.map(({ scope, words, detail }) => (
          <li key={scope} class="feed">
            <p>
              <strong>{words}</strong> <span class="second">{detail}</span>
            </p>
            <FeedPart
              feed={feeds.find((one) => one.scope === scope)}
              twice={feeds.some((one) => (one.scope === 'all') !== (scope === 'all'))}
              made={made?.scope === scope}
              after={after}
              onMake={() => after(() => makeFeed(scope))}
            />
            {made?.scope === scope && <CalendarAddress made={made} onClose={() => setMade(null)} />}
            {online.value && (
              <a class="text-button" href={copyOf(scope)} download aria-label={`Download a copy: ${words}`}>
                Download a copy
              </a>
            )}
          </li>
        ))}
      </ul>
      <p class="second">
        Your calendar looks for changes in its own time: Google about once or twice a day, Outlook about every three hours, Apple from 5 minutes to a
        day. What is due within a day is safer here in Hallway.
      </p>
      {!online.value && <p class="second">Without a network no copy can be downloaded: the server makes it.</p>}
      <p class="second">A copy is a file for your calendar: it will not follow changes, and beside an address the same events may show twice.</p>
    </>
  )
}

interface FeedPartProps {
  feed: Feed | undefined
  /** Another address shows the same events. */
  twice: boolean
  made: boolean
  after: (work: () => Promise<Made | null>) => Promise<void>
  onMake: () => Promise<void>
}

function FeedPart({ feed, twice, made, after, onMake }: FeedPartProps) {
  const [asking, setAsking] = useState<'make' | 'rotate' | 'revoke' | null>(null)
  const make = () => {
    setAsking(null)
    return onMake()
  }
  if (!feed && asking === 'make') return <Sure words={SHOWN_TWICE} yes="Make it anyway" onNo={() => setAsking(null)} onYes={make} />
  if (!feed) return made ? null : <Tap words="Make an address" onTap={twice ? () => setAsking('make') : make} />
  const act = (work: () => Promise<Made | null>) => {
    setAsking(null)
    return after(work)
  }
  return (
    <>
      <p class="small">{stateOf(feed)}</p>
      <LeftOut feed={feed} />
      {asking === null && (
        <div class="button-row">
          <Tap words="New address" onTap={() => setAsking('rotate')} />
          <Tap words="Remove" plain onTap={() => setAsking('revoke')} />
        </div>
      )}
      {asking === 'rotate' && (
        <Sure words="The old address stops at once, and every subscription has to be added again." yes="Make a new address" onNo={() => setAsking(null)} onYes={() => act(() => rotateFeed(feed))} />
      )}
      {asking === 'revoke' && (
        <Sure
          words="The address stops at once. Remove the subscription in your calendar too: some programs keep old events."
          yes="Remove the address"
          onNo={() => setAsking(null)}
          onYes={() => act(() => revokeFeed(feed).then(() => null))}
        />
      )}
    </>
  )
}

function Sure({ words, yes, onYes, onNo }: { words: string; yes: string; onYes: () => unknown; onNo: () => void }) {
  return (
    <>
      <p class="second">{words}</p>
      <div class="button-row">
        <Tap words={yes} onTap={onYes} />
        <Tap words="Cancel" plain onTap={onNo} />
      </div>
    </>
  )
}

function stateOf(feed: Feed): string {
  const fetched = feed.last_fetched_on ? `last fetched ${longDay(feed.last_fetched_on)}${feed.client ? ` by ${clientWords(feed.client)}` : ''}` : 'not fetched yet'
  return `${feed.events === 1 ? '1 event' : `${feed.events} events`}, ${fetched}, made ${longDay(feed.created_at.slice(0, 10))}`
}

/** What the calendar cannot show, and why. */
function LeftOut({ feed }: { feed: Feed }) {
  const { left_out } = feed
  if (left_out.length === 0) return null
  return (
    <details>
      <summary class="section-label">{left_out.length === 1 ? '1 left out' : `${left_out.length} left out`}</summary>
      <ul class="left-out">
        {left_out.map(({ id, title, reason }) => (
          <li key={`${id}-${title}`}>
            {id ? <a href={`/agenda/${id}`}>{title}</a> : title}
            <span class="second">{reason}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
