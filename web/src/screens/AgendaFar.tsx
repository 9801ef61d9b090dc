/** Under what this phone found: items of whose abstracts only the server knows that they say it. */
import { farFound } from '../search/client'
import { items } from '../store/agenda'
import { passes } from '../views/filter'
import { plannedItem } from './agenda_data'
import { answer } from './agenda_search'
import { filter, query } from './agenda_view'
import { Marked } from './AgendaMarked'
import { AgendaReason } from './AgendaReason'
import { ItemRow } from './ItemRow'

const mark = (text: string) => <Marked text={text} />

export function AgendaFar() {
  const far = farFound.value
  if (far?.query !== query.value.trim()) return null
  const known = new Set(answer.value?.hits.map(({ id }) => id))
  const rows = far.hits.flatMap(({ id, part }) => {
    const item = items.value.get(id)
    return item && !known.has(id) && passes(item, filter.value, (one) => plannedItem(one.id) !== null) ? [{ item, part }] : []
  })
  if (rows.length === 0) return null
  return (
    <section>
      <h2 class="section-label" id="in-abstracts">In abstracts</h2>
      <ol class="line" aria-labelledby="in-abstracts">
        {rows.map(({ item, part }) => (
          <ItemRow key={item.id} item={item} withDay mark={mark}>
            <AgendaReason item={item} part={part} />
          </ItemRow>
        ))}
      </ol>
    </section>
  )
}
