/** Live counts and advice under a draft; nothing here keeps anybody from sending. */
import { countsOf, findings, goalOf, type Draft, type Finding } from '../views/draft_check'

const many = (count: number, what: string): string => `${count} ${count === 1 ? what : `${what}s`}`

export function DraftAdvice({ draft, onShow }: { draft: Draft; onShow: (finding: Finding) => void }) {
  const { words, lines, sentences } = countsOf(draft.text)
  const found = findings(draft)
  const goal = goalOf(draft)
  return (
    <section aria-label="Advice">
      <p class="small tabular">
        {many(words, 'word')} · {many(lines, 'line')} · {many(sentences, 'sentence')}
        {goal && <span class="goal">Best: {goal}</span>}
      </p>
      <h2 class="section-label">{found.length === 0 ? 'Nothing to look at again' : `Worth a second look · ${found.length}`}</h2>
      <ul class="findings">
        {found.map((one) => (
          <li key={`${one.rule}-${one.place}-${one.start}-${one.phrase}-${one.why}`}>
            {one.line > 0 && (
              <button type="button" onClick={() => onShow(one)}>
                <span class="phrase">{shortened(one.phrase)}</span>
                <span class="second">{one.place === 'subject' ? 'Subject' : `Line ${one.line}`}</span>
              </button>
            )}
            <p class="second">{one.why}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

const shortened = (phrase: string): string => (phrase.length <= 90 ? phrase : `${phrase.slice(0, 88)}…`)
