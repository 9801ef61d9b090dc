/** The days that the flags bring: a gap in the line is free time, two lines side by side are a clash. */
import { useMemo } from 'preact/hooks'
import { StopRow } from '../parts/Line'
import { items, people, type Item } from '../store/agenda'
import { placeOf, titleOf } from '../views/agenda'
import { dayRows, hasTimeOfSession, type Gap, type Stop } from '../views/day_plan'
import { itemTarget, personTarget, TIER_WORDS } from '../views/plan'
import { clock, longDay } from '../views/when'
import { myPlan, zone } from './agenda_data'
import { met, planDays, siblings } from './plan_data'

export function PlanDays() {
  if (myPlan.value.length === 0) return <p class="second">What you flagged is not on this programme any more.</p>
  return (
    <>
      {planDays.value.map((day) => (
        <Day key={day} day={day} />
      ))}
    </>
  )
}

type Stretch = { gap: Gap | null; stops: Stop[] }

function Day({ day }: { day: string }) {
  const mine = myPlan.value
  const all = items.value
  const rows = useMemo(() => dayRows(mine.filter((one) => (one.item.day_on ?? '') === day), all, siblings.value), [mine, all, day])
  const stretches: Stretch[] = []
  for (const row of rows) {
    if (row.kind === 'gap' || stretches.length === 0) stretches.push({ gap: row.kind === 'gap' ? row : null, stops: [] })
    if (row.kind === 'stop') stretches.at(-1)?.stops.push(row)
  }
  const clashes = rows.filter((row) => row.kind === 'stop' && row.overlaps.length > 0).length
  return (
    <section class="plan-day">
      <h2 class="section-label">
        {day ? longDay(day) : 'No day yet'} <span class="counted">{clashes > 0 ? `${clashes} overlap` : ''}</span>
      </h2>
      {stretches.map(({ gap, stops }, index) => (
        <div key={index}>
          {gap && <FreeTime gap={gap} />}
          <ol class="line" aria-label={day ? longDay(day) : 'No day yet'}>
            {stops.map((stop) => (
              <DayStop key={stop.planned.item.id} stop={stop} />
            ))}
          </ol>
        </div>
      ))}
    </section>
  )
}

function FreeTime({ gap }: { gap: Gap }) {
  return (
    <p class="free">
      <time dateTime={gap.from}>{clock(gap.from, zone.value)}</time>
      <span>Free for {spanWords(gap.minutes)}</span>
    </p>
  )
}

function spanWords(minutes: number): string {
  if (minutes < 60) return `${minutes} min`
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

function DayStop({ stop }: { stop: Stop }) {
  const { item, tier, person } = stop.planned
  const done = met.value.has(person ? personTarget(person) : itemTarget(item.id))
  const cancelled = item.status === 'cancelled'
  const name = person ? people.value.get(person)?.name : null
  const look = stop.pair ? `pair ${stop.pair} on-${stop.lane}` : undefined
  return (
    <StopRow stop={done ? 'done' : tier} href={`/agenda/${item.id}`} dashed={cancelled} look={look} when={<When item={item} overlaps={stop.overlaps.length > 0} />}>
      <h3>{titleOf(item)}</h3>
      <p class="second">{placeOf(item)}</p>
      {name && <p class="second">To meet {name}</p>}
      {cancelled && <p class="fault">Cancelled</p>}
      {hasTimeOfSession(item, items.value, siblings.value) && <p class="small">Time of the session</p>}
      {stop.overlaps.length > 0 && <p class="small">{overlapWords(stop.overlaps)}</p>}
      <p class="small flagged">{done ? (person ? 'Met' : 'Seen') : TIER_WORDS[tier]}</p>
    </StopRow>
  )
}

/** "Overlaps 10:30 Tumor board", "Overlaps 3 others, from 10:30". */
function overlapWords(others: readonly Item[]): string {
  const [first] = others
  const from = first?.starts ? clock(first.starts, zone.value) : ''
  return others.length === 1 && first ? `Overlaps ${from} ${titleOf(first)}` : `Overlaps ${others.length} others, from ${from}`
}

function When({ item, overlaps }: { item: Item; overlaps: boolean }) {
  const local = /T(\d\d:\d\d)/.exec(item.local ?? '')?.[1]
  return (
    <>
      {item.starts ? <time dateTime={item.starts}>{clock(item.starts, zone.value)}</time> : (local ?? 'Open')}
      {item.ends && <span class="small">to {clock(item.ends, zone.value)}</span>}
      {overlaps && <span class="small clash">overlaps</span>}
    </>
  )
}
