/** Above the items that were found: the people whose name was typed, and when and where they are to be met. */
import { now } from '../platform/clock'
import type { FoundPeople } from '../search/messages'
import { items, people } from '../store/agenda'
import { isPoster } from '../views/agenda'
import { morePeopleWords } from '../views/found_words'
import { bestMeeting, meetingsOf } from '../views/meetings'
import { dayAndHour } from '../views/times'
import { zone } from './agenda_data'
import { Marked } from './AgendaMarked'
import { PersonRow } from './PersonRow'

const mark = (text: string) => <Marked text={text} />

export function AgendaPeople({ found: { hits, total } }: { found: FoundPeople }) {
  const more = morePeopleWords(total - hits.length)
  return (
    <section class="found-people">
      <h2 class="section-label">{total > 1 ? `People · ${total.toLocaleString('en')}` : 'People'}</h2>
      <ul class="rows" aria-label="People">
        {hits.map((hit) => {
          const person = people.value.get(hit.id)
          const where = whereWords(hit.items)
          return (
            person && (
              <PersonRow key={hit.id} person={person} mark={mark}>
                {where && <span class="second tabular"> {where}</span>}
              </PersonRow>
            )
          )
        })}
      </ul>
      {more && <p class="second">{more}</p>}
    </section>
  )
}

/** "Sun 29, 10:30 · Room E351", of what they do next. */
function whereWords(ids: readonly string[]): string {
  const theirs = ids.flatMap((id) => items.value.get(id) ?? [])
  const item = bestMeeting(meetingsOf(theirs, now.value))
  if (!item) return ''
  return [dayAndHour(item, zone.value), item.room, isPoster(item) && item.board && `board ${item.board}`].filter((part) => part).join(' · ')
}
