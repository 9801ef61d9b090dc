/** What a row of badges holds: the last ones over the camera, and at its end the count with the way to the unnamed. */
import { useState } from 'preact/hooks'
import { Icon } from '../parts/Icon'
import { Tap } from '../parts/Tap'
import { CaptureSheet } from './CaptureSheet'
import { redoInRow, undoInRow } from './row_undo'
import { countRow, countWords, isKept, ownerInRow, type InRow, type BadgeRow } from './scan_row'

/** More are kept; so many can be scrolled to without leaving the camera. */
const SHOWN = 30
/** Of a code that names nobody so much is shown, to tell it from others. */
const LETTERS = 40

export function RowList({ row, onName }: { row: BadgeRow; onName: (scan: string) => void }) {
  const list = row.list.value
  const [last] = list
  return (
    <>
      {last && <div key={last.key} class={last.words ? 'flash refused' : 'flash'} aria-hidden="true" />}
      <p class="hidden-text" role="status">
        {last ? `${titleOf(last)}. ${countWords(countRow(list))}.` : ''}
      </p>
      {list.length > 0 && (
        <section class="row-list" aria-label="Scanned in this row">
          <p class="small" aria-hidden="true">
            {countWords(countRow(list))}
          </p>
          <ol>
            {list.slice(0, SHOWN).map((one) => (
              <Entry key={one.key} one={one} onName={onName} />
            ))}
          </ol>
        </section>
      )}
    </>
  )
}

function Entry({ one, onName }: { one: InRow; onName: (scan: string) => void }) {
  const [fault, setFault] = useState(false)
  const [owner, kept] = [ownerInRow(one), isKept(one)]
  const scan = one.captured?.scan ?? null
  const called = owner?.name ?? (owner ? titleOf(one) : one.raw.slice(0, LETTERS))
  const act = (work: (one: InRow) => Promise<void>) => () => work(one).then(() => setFault(false), () => setFault(true))
  return (
    <li class={owner ? 'named' : undefined}>
      <span class="what">
        <span class="title">
          {owner && <Icon name="followups" size={18} />}
          {one.words && !owner ? titleOf(one) : <bdi>{titleOf(one)}</bdi>}
        </span>
        {fault && <span role="alert">Not saved on this phone. Try again.</span>}
        {!fault && !owner && !one.words && kept && <bdi class="small">{one.raw.slice(0, LETTERS)}</bdi>}
      </span>
      {scan && kept && !owner?.name && !one.words && <Tap words="Name" label={`Name ${called}`} onTap={() => onName(scan)} />}
      {scan && kept && <Tap words="Undo" label={`Undo ${called}`} onTap={act(undoInRow)} />}
      {scan && !kept && <Tap words="Bring back" onTap={act(redoInRow)} />}
    </li>
  )
}

/** A name; what a nameless person can be reached by; what the code is; or the question for a name. */
function titleOf(one: InRow): string {
  const owner = ownerInRow(one)
  const name = owner && (owner.name ?? owner.emails[0] ?? owner.phones[0] ?? owner.urls[0] ?? 'No name yet')
  if (name) return one.captured?.known ? `${name}, met before` : name
  if (one.captured && !isKept(one)) return 'Taken back'
  return one.words ?? 'Saved code, name?'
}

export function RowEnd({ row, onMore, onTold }: { row: BadgeRow; onMore: () => void; onTold: () => void }) {
  const count = countRow(row.list.value)
  const [all, bare] = [count.people + count.nameless + count.others, count.nameless + count.others]
  return (
    <CaptureSheet label="The row has ended" onClose={onMore}>
      <div class="step">
        <div class="body">
          <h2>{all === 1 ? '1 badge scanned' : `${all} badges scanned`}</h2>
          <p class="second">Saved on this phone{bare > 0 ? '. What has no name yet keeps its code until you name it.' : '.'}</p>
          <ul class="row-count">
            {count.people > 0 && <li>{count.people === 1 ? '1 person' : `${count.people} people`}, under People</li>}
            {count.nameless > 0 && <li>{count.nameless} without a name</li>}
            {count.others > 0 && <li>{count.others} no person</li>}
          </ul>
        </div>
        <div class="foot button-row">
          <a class="button wide" href={bare > 0 ? '/unnamed' : '/people'} onClick={onTold}>
            {bare > 0 ? `Name ${bare === 1 ? 'the badge' : `the ${bare} badges`}` : 'See them'}
          </a>
          <Tap words="Scan on" plain onTap={onMore} />
          <a class="text-button plain" href="/" onClick={onTold}>
            Close
          </a>
        </div>
      </div>
    </CaptureSheet>
  )
}
