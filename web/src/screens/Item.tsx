/** A session or a poster: when and where, how much it matters, who, what it says, and whom one met there. */
import { useEffect, useState } from 'preact/hooks'
import { CalendarCopy } from '../parts/CalendarCopy'
import { Flag } from '../parts/Flag'
import { scrolledTo } from '../parts/Frame'
import { Back, useTitle } from '../parts/Heading'
import { Html } from '../parts/Html'
import { Empty, StopRow } from '../parts/Line'
import { usePainted } from '../parts/painted'
import { Why } from '../parts/Why'
import { now } from '../platform/clock'
import { agendaState, conference, items, type Item, type ItemDetails } from '../store/agenda'
import { abstractOf, detailsOf } from '../store/agenda_details'
import { live } from '../store/records'
import { placeOf, titleOf } from '../views/agenda'
import { isForStudents } from '../views/filter'
import { KIND_WORDS } from '../views/filter_choices'
import { itemTarget, TIER_WORDS } from '../views/plan'
import { isOpen, nearWords, openPoints, timeWords } from '../views/times'
import { clock } from '../views/when'
import { childrenOf, device, nameOf, overlapping, plannedItem, zone } from './agenda_data'
import { ItemPeople, Links, MetHere } from './AgendaParts'
import { EditThisItem } from './EditAction'
import { ItemChanged } from './ItemChanged'
import { ItemRow, Unzoned } from './ItemRow'
import { keepPlace } from './last_place'

/** `whole`: drawn at once, not what answers the tap first. */
export function ItemPage({ id, whole = scrolledTo(`/agenda/${id}`) > 0 }: { id: string; whole?: boolean }) {
  const item = items.value.get(id)
  useEffect(() => keepPlace(item), [item])
  useTitle(item?.title ?? 'Agenda')
  if (!item) {
    return (
      <>
        <Back href="/" words="Agenda" />
        <h1>Not here</h1>
        <Empty words={agendaState.value === 'loading' ? 'Fetching the agenda.' : 'This item is not in the agenda on this phone.'} />
      </>
    )
  }
  return <Known key={id} item={item} whole={whole} />
}

function Known({ item, whole }: { item: Item; whole: boolean }) {
  const details = useDetails(item)
  const isPainted = usePainted(whole)
  const target = itemTarget(item.id)
  return (
    <>
      <Back href="/" words="Agenda" />
      <h1>{titleOf(item)}</h1>
      {details?.subtitle && <p class="second">{details.subtitle}</p>}
      <WhenAndWhere item={item} details={details} />
      <EditThisItem id={item.id} />
      <h2 class="section-label">How much it matters to you</h2>
      <Flag id={target} what={{ item: item.id }} conference={conference.value?.id ?? null} title={item.title} />
      <BroughtBy id={item.id} />
      <Overlaps id={item.id} />
      {isPainted && <Below item={item} details={details} />}
    </>
  )
}

/** What stands below the flag. It moves nothing above it, so it can come after the first frame. */
function Below({ item, details }: { item: Item; details: ItemDetails | null }) {
  const target = itemTarget(item.id)
  return (
    <>
      {live('target').value.has(target) && <Why key={item.id} id={target} />}
      <ItemPeople item={item} details={details} />
      <MetHere item={item.id} />
      <Children id={item.id} />
      <Abstract id={item.id} />
      <Links links={details?.links ?? []} />
      {item.starts && <CalendarCopy path={`items/${item.id}`} />}
    </>
  )
}

function useDetails(item: Item): ItemDetails | null {
  const [details, put] = useState<ItemDetails | null>(null)
  useEffect(() => {
    let wanted = true
    void detailsOf(item.id).then((found) => wanted && put(found))
    return () => {
      wanted = false
    }
  }, [item])
  return details
}

/** The item's own stop on the line; dashed where something is open, and the words say what. */
function WhenAndWhere({ item, details }: { item: Item; details: ItemDetails | null }) {
  const marks = details?.marks ?? []
  const times = timeWords(item, zone.value, device.value)
  const near = nearWords(item, now.value)
  const place = placeOf(item)
  const parent = item.parent ? items.value.get(item.parent) : undefined
  const start = item.starts ? clock(item.starts, zone.value) : <Unzoned item={item} />
  const kind = [KIND_OF[item.kind] ?? KIND_WORDS[item.kind] ?? item.kind, item.number && `number ${item.number}`, details?.language].filter((part) => part)
  return (
    <ol class="line own-stop" aria-label="When and where">
      <StopRow stop={plannedItem(item.id)?.tier ?? 'plain'} dashed={isOpen(item, marks)} when={<>{start}{near && <span class="small">{near}</span>}</>}>
        {times.day && <p class="strong">{times.day}</p>}
        {times.there && <p class="tabular">{times.there}{times.here && zone.value ? `, ${city(zone.value)} time` : ''}</p>}
        {times.here && <p class="second tabular">{times.here}</p>}
        {times.day === null && details?.day_label && <p>{details.day_label}</p>}
        {place && <p>{place}</p>}
        {!item.room && <p class="second">The programme names no room.</p>}
        <p class="second">
          {kind.join(' · ')}
          {isForStudents(item) && <span class="for-students"> · for students</span>}
        </p>
        {parent && (
          <p class="second">
            Part of <a href={`/agenda/${parent.id}`}>{parent.title}</a>
          </p>
        )}
        {openPoints(item, marks).map((point) => (
          <p key={point} class="open-point">
            {point}
          </p>
        ))}
        <ItemChanged item={item} />
      </StopRow>
    </ol>
  )
}

const KIND_OF: Readonly<Record<string, string>> = { talk: 'Talk or session', course: 'Course', poster: 'Poster', exhibit: 'Exhibit', social: 'Social', break: 'Break' }

const city = (name: string): string => (name.split('/').at(-1) ?? name).replaceAll('_', ' ')

function BroughtBy({ id }: { id: string }) {
  const found = plannedItem(id)
  if (!found?.person) return null
  return (
    <p class="second">
      {TIER_WORDS[found.tier]}, because you want to meet <a href={`/persons/${found.person}`}>{nameOf(found.person)}</a>.
    </p>
  )
}

function Overlaps({ id }: { id: string }) {
  const others = overlapping(id)
  if (others.length === 0) return null
  return (
    <div class="notice">
      {others.map((other) => (
        <p key={other.id}>
          <span class="overlaps">Overlaps</span> with <a href={`/agenda/${other.id}`}>{titleOf(other)}</a>
          {other.starts && `, ${clock(other.starts, zone.value)}`}
          {other.room && `, ${other.room}`}
        </p>
      ))}
    </div>
  )
}

function Children({ id }: { id: string }) {
  const all = childrenOf(id)
  if (all.length === 0) return null
  return (
    <section>
      <h2 class="section-label">In this session · {all.length}</h2>
      <ol class="line" aria-label="In this session">
        {all.map((item) => (
          <ItemRow key={item.id} item={item} />
        ))}
      </ol>
    </section>
  )
}

function Abstract({ id }: { id: string }) {
  const [html, setHtml] = useState<string | null | undefined>(undefined)
  useEffect(() => {
    let wanted = true
    void abstractOf(id).then((found) => wanted && setHtml(found))
    return () => {
      wanted = false
    }
  }, [id])
  if (html === undefined) return null
  return (
    <section>
      <h2 class="section-label">Abstract</h2>
      {html ? <Html html={html} /> : <p class="second">{navigator.onLine ? 'The programme gives no abstract.' : 'No abstract on this phone; it comes with a network, if the programme gives one.'}</p>}
    </section>
  )
}
