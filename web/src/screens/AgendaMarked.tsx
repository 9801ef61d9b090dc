/** A text with what one searches for marked in it. */
import { marked } from '../views/search'
import { queryWords } from './agenda_search'

export function Marked({ text }: { text: string }) {
  return <>{marked(text, queryWords.value).map((piece, place) => (piece.hit ? <mark key={place}>{piece.text}</mark> : piece.text))}</>
}
