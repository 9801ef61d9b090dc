/** The list of the view that is on: a day with its now and next, posters by board, what is flagged. */
import { Empty } from '../parts/Line'
import { FIRST, VirtualList } from '../parts/VirtualList'
import { now } from '../platform/clock'
import type { Item } from '../store/agenda'
import { agendaState } from '../store/agenda_shown'
import { nowAndNext } from '../views/agenda'
import { NO_FILTER } from '../views/filter'
import { rank } from '../views/plan'
import { isElsewhere } from '../views/times'
import { clock, longDay, shortDay } from '../views/when'
import { days, device, plannedItem, today, zone } from './agenda_data'
import { current, filter, FLAGGED, isFiltered, POSTERS, show, shownItems, UNDATED } from './agenda_view'
import { ItemRow } from './ItemRow'

const plainRow = (item: Item) => <ItemRow key={item.id} item={item} />
const datedRow = (item: Item) => <ItemRow key={item.id} item={item} withDay />
const boardRow = (item: Item) => <ItemRow key={item.id} item={item} byBoard />

export function AgendaShown() {
  const all = shownItems.value
  const at = current.value
  if (all.length === 0) return <Nothing at={at} />
  if (at === today.value) return <Today all={all} />
  if (at === POSTERS) return <Whole rows={all} row={boardRow} label="Posters by board" words={countWords(all.length, 'poster')} />
  if (at === FLAGGED) return <Whole rows={all} row={datedRow} label="Flagged" words={countWords(all.length, 'item')} />
  if (at === UNDATED) return <Whole rows={all} row={plainRow} label="No day yet" words={`${countWords(all.length, 'item')} without a date`} />
  return <Whole rows={all} row={plainRow} label={longDay(at)} words={longDay(at)} />
}

const countWords = (count: number, what: string): string => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`

interface WholeProps {
  rows: Item[]
  row: (item: Item) => preact.JSX.Element
  label: string
  words: string
}

function Whole({ rows, row, label, words }: WholeProps) {
  return (
    <section>
      <h2 class="section-label">
        {words}
        <ZoneWords />
      </h2>
      <VirtualList rows={rows} row={row} resetKey={current.value} label={label} />
    </section>
  )
}

function Today({ all }: { all: Item[] }) {
  const parts = nowAndNext(all, now.value, (item) => rank(plannedItem(item.id)?.tier))
  const coming = parts.now.length + parts.next.length + parts.later.length
  return (
    <>
      {parts.now.length > 0 && <Part label="Now" beside={` · ${clock(now.value, zone.value)}`} rows={parts.now} />}
      {parts.next.length > 0 && <Part label="Next" rows={parts.next} above={parts.now.length} />}
      {coming === 0 && <Over />}
      {parts.later.length > 0 && <Part label="Later" rows={parts.later} above={parts.now.length + parts.next.length} />}
      {parts.past.length > 0 && <Part label="Earlier today" rows={parts.past} above={coming} />}
    </>
  )
}

interface PartProps {
  label: string
  beside?: string
  rows: Item[]
  /** How many rows stand above it. */
  above?: number
}

function Part({ label, beside = '', rows, above = 0 }: PartProps) {
  return (
    <section>
      <h2 class="section-label">
        {label}
        {beside}
        {label !== 'Earlier today' && label !== 'Later' && <ZoneWords />}
      </h2>
      <VirtualList rows={rows} row={plainRow} resetKey={current.value} label={label} first={Math.max(1, FIRST - above)} />
    </section>
  )
}

/** Whose clock the times are of, where the device shows another. */
function ZoneWords() {
  if (!isElsewhere(now.value, zone.value, device.value)) return null
  return <span class="zone-words"> · {cityOf(zone.value ?? '')} time</span>
}

const cityOf = (name: string): string => (name.split('/').at(-1) ?? name).replaceAll('_', ' ')

function Over() {
  const next = days.value.find((day) => day > today.value)
  return (
    <Empty words={next ? 'Nothing more today.' : 'Nothing more: this was the last day.'}>
      {next && (
        <button type="button" class="text-button" onClick={() => show(next)}>
          Open {shortDay(next)}
        </button>
      )}
    </Empty>
  )
}

function Nothing({ at }: { at: string }) {
  if (isFiltered.value) {
    return (
      <Empty words="Nothing here passes the filter.">
        <button type="button" class="text-button" onClick={() => (filter.value = NO_FILTER)}>
          Clear the filter
        </button>
      </Empty>
    )
  }
  if (agendaState.value === 'loading') return <Empty words="Fetching the agenda." />
  if (agendaState.value === 'offline') return <Empty words="No network yet. The rest of the agenda comes by itself once you are connected." />
  if (at === POSTERS) return <Empty words="This agenda names no posters." />
  if (at === FLAGGED) return <Empty words="Nothing flagged yet. Open a session, a poster or a person and say how much it matters." />
  return <Empty words="This agenda names nothing for this day." />
}
