/** On top of the agenda and the plan: what changed of the things one flagged, until one says "Got it". */
import { useRef } from 'preact/hooks'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { now } from '../platform/clock'
import { items } from '../store/agenda'
import { titleOf } from '../views/agenda'
import { cardWords, KINDS, type ChangedItem } from '../views/changes'
import { clock, dayOf, nearDay } from '../views/when'
import { zone } from './agenda_data'
import { gotIt, lastChange, unseen } from './changes_data'
import '../style/changes.css'

const MOST_SHOWN = 3

/** `quiet`: whether a line says when the programme last changed where no card is shown. */
export function ChangedCard({ quiet = false }: { quiet?: boolean }) {
  const all = unseen.value
  const place = useRef<HTMLDivElement>(null)
  const dismiss = async () => {
    const back = await gotIt()
    // the button is gone, so the focus goes to what is left of the card
    place.current?.focus()
    say('Seen on this phone', back)
  }
  return (
    <div class="changed-place" ref={place} tabIndex={-1}>
      {all.length > 0 ? <Card all={all} onSeen={dismiss} /> : quiet && <LastChange />}
    </div>
  )
}

function Card({ all, onSeen }: { all: ChangedItem[]; onSeen: () => Promise<void> }) {
  const left = all.length - MOST_SHOWN
  return (
    <section class="notice changed-card" aria-labelledby="changed-card">
      <h2 id="changed-card">{cardWords(all.length)}</h2>
      <ul>
        {all.slice(0, MOST_SHOWN).map((one) => (
          <li key={one.item}>
            <a href={`/agenda/${one.item}`}>
              <ItemTitle one={one} />
              <ChangeWords one={one} />
            </a>
          </li>
        ))}
      </ul>
      <div class="button-row">
        <Tap words="Got it" onTap={onSeen} />
        <a class="text-button plain" href="/changes">
          {left > 0 ? `${left} more, and all changes` : 'All changes'}
        </a>
      </div>
    </section>
  )
}

/** The title as the programme has it now. */
export function ItemTitle({ one }: { one: ChangedItem }) {
  const item = items.value.get(one.item)
  return <span class="changed-title">{item ? titleOf(item) : one.title}</span>
}

/** What happened: a sign, its word, and from what to what. */
export function ChangeWords({ one }: { one: ChangedItem }) {
  const { words, sign } = KINDS[one.what]
  return (
    <>
      <span class={`changed-what ${one.what}`}>
        <span class="changed-sign" aria-hidden="true">
          {sign}
        </span>
        {words}
      </span>
      {one.lines.map((line) => (
        <span key={line} class="changed-line tabular">
          {line}
        </span>
      ))}
    </>
  )
}

function LastChange() {
  const at = lastChange.value
  if (at === null) return null
  const day = nearDay(dayOf(at, zone.value), dayOf(now.value, zone.value))
  return (
    <a class="last-change" href="/changes">
      Programme changed {day}, {clock(at, zone.value)}
    </a>
  )
}
