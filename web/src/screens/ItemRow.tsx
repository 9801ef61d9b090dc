/** One item on the line: when, how much it matters, what, where, who. */
import type { ComponentChildren } from 'preact'
import { useLocation } from 'preact-iso'
import { StopRow } from '../parts/Line'
import { now } from '../platform/clock'
import type { Item } from '../store/agenda'
import { people } from '../store/agenda_shown'
import { isNow, isPoster, namesOf, titleOf } from '../views/agenda'
import { isForStudents } from '../views/filter'
import { TIER_WORDS, type Planned } from '../views/plan'
import { isElsewhere, isOpen, localWords, nearWords } from '../views/times'
import { clock, shortDay } from '../views/when'
import { device, nameOf, overlapping, plannedItem, zone } from './agenda_data'

const SOON = 2 * 3_600_000

/** How a text is shown: as it is, or with what is searched for marked in it. */
export type Mark = (text: string) => ComponentChildren
export const asIs: Mark = (text) => text

interface ItemRowProps {
  item: Item
  byBoard?: boolean
  withDay?: boolean
  mark?: Mark
  /** Further lines. */
  children?: ComponentChildren
}

export function ItemRow({ item, byBoard = false, withDay = false, mark = asIs, children }: ItemRowProps) {
  const flagged = plannedItem(item.id)
  const href = `/agenda/${item.id}`
  const { path } = useLocation()
  const place = [item.room, item.track].filter((part) => part).join(' · ')
  return (
    <StopRow
      stop={flagged?.tier ?? 'plain'}
      href={href}
      current={path === href}
      dashed={isOpen(item)}
      when={byBoard ? boardWhen(item) : whenOf(item, withDay)}
    >
      <h3>{mark(byBoard ? item.title : titleOf(item))}</h3>
      {(place || isForStudents(item)) && (
        <p class="second">
          {mark(place)}
          {isForStudents(item) && <span class="for-students">{place && ' · '}for students</span>}
        </p>
      )}
      {whoOf(item, flagged, mark)}
      {children}
      {item.status === 'cancelled' && <p class="small fault">Cancelled</p>}
    </StopRow>
  )
}

// plain functions, not components: a list of thousands is drawn a row at a time

/** The people, whom one wants to meet first, and how much the item matters. */
function whoOf(item: Item, flagged: Planned | null, mark: Mark) {
  const person = flagged?.person ?? null
  const others = namesOf(person ? { ...item, people: item.people.filter((one) => one !== person) } : item, people.value)
  const words = flagged && TIER_WORDS[flagged.tier].toLowerCase()
  return (
    <>
      {person && (
        <p class="who">
          {mark(nameOf(person))} <span class="flagged">{words} meet</span>
        </p>
      )}
      {(others || (words && !person)) && (
        <p class="who">
          {mark(others)} {!person && words && <span class="flagged">{words}</span>}
        </p>
      )}
    </>
  )
}

function boardWhen(item: Item) {
  const board = item.board ?? item.number
  return (
    <>
      {board ? (
        <span class="board">
          <span class="hidden-text">Board </span>
          {board}
        </span>
      ) : (
        <span class="small">no board</span>
      )}
      {item.day_on && <span class="small">{shortDay(item.day_on)}</span>}
    </>
  )
}

function whenOf(item: Item, withDay: boolean) {
  const { starts } = item
  const at = now.value
  const near = nearWords(item, at, SOON)
  const words = near && (!withDay || isNow(item, at)) ? near : null
  return (
    <>
      {starts ? <time dateTime={starts}>{clock(starts, zone.value)}</time> : <Unzoned item={item} />}
      {withDay && item.day_on && <span class="small">{shortDay(item.day_on)}</span>}
      {words && <span class="small">{words}</span>}
      {starts && !words && isElsewhere(starts, zone.value, device.value) && <span class="small">{clock(starts, device.value)} yours</span>}
      {overlapping(item.id).length > 0 && <span class="small overlaps">overlaps</span>}
    </>
  )
}

/** The hour as the file says it while the zone is open; nothing is made up where it says none. */
export function Unzoned({ item }: { item: Item }) {
  const words = localWords(item.local)?.slice(0, 5)
  if (!words) return <span class="small">{isPoster(item) ? 'poster' : 'no time yet'}</span>
  return (
    <>
      {words} <span class="small">zone open</span>
    </>
  )
}
