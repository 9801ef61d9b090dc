/** Why an item was found, where its row does not show it by itself: an abstract, an affiliation, a number. */
import { people, type Item } from '../store/agenda'
import { namesOf, titleOf } from '../views/agenda'
import { fold } from '../views/search'
import { queryWords } from './agenda_search'
import { nameOf } from './agenda_data'
import { Marked } from './AgendaMarked'

const MOST = 2

export function AgendaReason({ item, part }: { item: Item; part: string | null }) {
  if (part !== null) {
    return (
      <p class="small reason">
        <span class="hidden-text">In the abstract: </span>
        {part ? <Marked text={part} /> : 'In the abstract'}
      </p>
    )
  }
  return (
    <>
      {unseen(item, queryWords.value).map((text) => (
        <p key={text} class="small reason">
          <Marked text={text} />
        </p>
      ))}
    </>
  )
}

/** What holds the words that the row leaves out: people with their affiliations, the number. */
function unseen(item: Item, words: readonly string[]): string[] {
  const seen = fold([titleOf(item), item.room, item.track, namesOf(item, people.value)].join(' '))
  const missing = words.filter((word) => !seen.includes(word))
  const holds = (text: string) => missing.some((word) => fold(text).includes(word))
  const others = item.people.map((id) => [nameOf(id), people.value.get(id)?.affiliation].filter((piece) => piece).join(', '))
  return [...others, item.number ? `Number ${item.number}` : ''].filter(holds).slice(0, MOST)
}
