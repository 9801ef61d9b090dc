/** The poster walk: the flagged posters of each session in the order of their boards, ticked when seen. */
import { StopRow } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { people } from '../store/agenda'
import { namesOf } from '../views/agenda'
import { itemTarget, personTarget, type Planned } from '../views/plan'
import { seenAt, type Leg } from '../views/walk'
import { clock, longDay } from '../views/when'
import { targets, zone } from './agenda_data'
import { legs, tickPoster } from './plan_data'

export function PlanWalk() {
  const all = legs.value.flatMap((leg) => leg.posters)
  const seen = all.filter(({ item }) => seenAt(item.id, targets.value) !== null).length
  return (
    <>
      <p class="second">
        {seen} of {all.length} {all.length === 1 ? 'poster' : 'posters'} seen, in the order of the boards
      </p>
      {legs.value.map((leg, index) => (
        <section key={index}>
          <h2 class="section-label">{labelOf(leg)}</h2>
          <ol class="line" aria-label={labelOf(leg)}>
            {leg.posters.map((poster) => (
              <PosterRow key={poster.item.id} poster={poster} />
            ))}
          </ol>
        </section>
      ))}
    </>
  )
}

function labelOf({ day, session, starts, ends, room }: Leg): string {
  const times = starts ? `${clock(starts, zone.value)}${ends ? ` to ${clock(ends, zone.value)}` : ''}` : null
  return [day ? longDay(day) : 'No day yet', times, session ?? room].filter((part) => part).join(' · ')
}

function PosterRow({ poster }: { poster: Planned }) {
  const { item, tier, person } = poster
  const seen = seenAt(item.id, targets.value) !== null
  const question = targets.value.get(person ? personTarget(person) : itemTarget(item.id))?.question
  const name = person ? people.value.get(person)?.name : null
  return (
    <StopRow stop={seen ? 'done' : tier} look="step" when={item.board ?? item.number ?? ''}>
      <h3>
        <a href={`/agenda/${item.id}`}>{item.title}</a>
      </h3>
      <p class="second">{name ? `To meet ${name}` : namesOf(item, people.value)}</p>
      {question && (
        <p class="told">
          <span class="label">Ask </span>
          {question}
        </p>
      )}
      <div class="button-row">
        <Tap words={seen ? 'Not seen' : 'Seen'} plain={seen} label={`${seen ? 'Not seen' : 'Seen'}: ${item.title}`} onTap={() => tickPoster(poster)} />
      </div>
    </StopRow>
  )
}
