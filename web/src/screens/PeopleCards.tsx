/** Above the list of people: badges without a name, and people who may be the same or on the programme. */
import { useEffect, useState } from 'preact/hooks'
import { codes, matches, pairs } from './same_data'

/** The names of a whole programme are compared after the list is drawn. */
const PAUSE = 400

export function PeopleCards() {
  const [isReady, setReady] = useState(false)
  useEffect(() => {
    const waiting = setTimeout(() => setReady(true), PAUSE)
    return () => clearTimeout(waiting)
  }, [])
  const cards = [
    { href: '/unnamed', words: unnamedWords(codes.value.length), act: 'Name them' },
    { href: '/same', words: sameWords(pairs.value.length), act: 'Look' },
    { href: '/same', words: isReady ? matchWords(matches.value.length) : '', act: 'Look' },
  ].filter(({ words }) => words)
  if (cards.length === 0) return null
  return (
    <ul class="rows to-do" aria-label="To tidy up">
      {cards.map(({ href, words, act }) => (
        <li key={words}>
          <a class="row" href={href}>
            <span class="grow">{words}</span>
            <span class="tinted">{act}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

function unnamedWords(count: number): string {
  if (count === 0) return ''
  return count === 1 ? '1 badge without a name' : `${count} badges without a name`
}

function sameWords(count: number): string {
  if (count === 0) return ''
  return count === 1 ? '2 people may be the same person' : `${count} pairs may be the same person`
}

function matchWords(count: number): string {
  if (count === 0) return ''
  return count === 1 ? '1 person may be on the programme' : `${count} people may be on the programme`
}
