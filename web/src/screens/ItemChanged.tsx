/** On the page of an item: where it was moved from, what it was called, whether it was cancelled in between. */
import type { Item } from '../store/agenda'
import { sentencesOf } from '../views/changes'
import { zone } from './agenda_data'
import { every } from './changes_data'

export function ItemChanged({ item }: { item: Item }) {
  const sentences = sentencesOf(every.value, item.id, item.day_on, zone.value)
  return (
    <>
      {sentences.map((words) => (
        <p key={words} class="open-point">
          {words}
        </p>
      ))}
    </>
  )
}
