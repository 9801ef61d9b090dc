/** What happened to a person, to who was made one with them, or to a note: who changed what, when, on which device; a change can be put back. */
import { useEffect, useState } from 'preact/hooks'
import '../style/history.css'
import { Chips } from '../parts/Chips'
import { Back, useTitle } from '../parts/Heading'
import { Empty } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { ApiProblem } from '../store/api'
import { areBothKept, ownLines, serverLines, type HistoryLine } from '../store/history'
import type { Kind, Row } from '../store/kinds'
import { bin, live, unsent } from '../store/records'
import { account } from '../store/session'
import { clock, dayOf, longDay, shortDay } from '../views/when'
import { HistoryRow } from './HistoryRow'
import { mergedInto } from './persons_data'

export function HistoryPage({ id }: { id: string }) {
  const all = live('contact').value
  const contact = all.get(id) ?? bin('contact').value.get(id)
  const others = mergedInto(id)
  const ids = new Set<string | null>([id, ...others])
  const notes = [...live('note').value.values(), ...bin('note').value.values()].filter((note) => ids.has(note.contact))
  notes.sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
  const [shown, show] = useState(id)
  const name = contact?.name ?? 'Person'
  useTitle(`What happened: ${name}`)
  const merged = others.map((other) => ({ value: other, words: `Also ${all.get(other)?.name ?? 'without a name'}` }))
  const choices = [{ value: id, words: 'The person' }, ...merged, ...notes.map((note) => ({ value: note.id, words: noteWords(note) }))]
  return (
    <div class="at-people">
      <Back href={`/people/${id}`} words={name} />
      <h1>What happened</h1>
      {choices.length > 1 && <Chips label="What happened to" wrap choices={choices} chosen={shown} onChoose={show} />}
      <Lines key={shown} kind={ids.has(shown) ? 'contact' : 'note'} id={shown} />
    </div>
  )
}

const noteWords = ({ at }: Row<'note'>): string => (at ? `Note, ${shortDay(dayOf(at))}, ${clock(at)}` : 'A note')

interface Known {
  lines: HistoryLine[]
  /** This phone's device id. */
  device: string
  more: boolean
  /** Why the server's lines are not there; "" where they are. */
  fault: string
  /** Doubled places that the person chose to keep: `<line id>:<field>`. */
  kept: ReadonlySet<string>
}

const GUEST = 'Without an account this is all there is: what you did on this device and did not yet fold together.'
const OFFLINE = 'No connection to the server. This is what this device itself did in the last 30 days and still knows.'

/** The server's lines with this phone's waiting ones on top; without the server, what this phone itself knows. */
async function ask(kind: Kind, id: string): Promise<Known> {
  const own = await ownLines(kind, id)
  const waiting = own.lines.filter((line) => line.result === 'waiting')
  const bare = { device: own.device, more: false, kept: new Set<string>() }
  if (account.peek() === null) return { ...bare, lines: own.lines, fault: GUEST }
  try {
    const { lines, more } = await serverLines(kind, id, null)
    const there = new Set(lines.map((line) => line.id))
    const all = [...waiting.filter((line) => !there.has(line.id)), ...lines]
    return { ...bare, lines: all, more, kept: await keptOf(all), fault: '' }
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem
    const fault = problem.status === 404 && problem.type !== 'portal' ? '' : problem.type === 'offline' ? OFFLINE : `${problem.title}. ${OFFLINE}`
    return { ...bare, lines: own.lines, fault }
  }
}

async function keptOf(lines: readonly HistoryLine[]): Promise<ReadonlySet<string>> {
  const kept = new Set<string>()
  for (const { id, doubled } of lines) {
    for (const { field } of doubled) if (await areBothKept(id, field)) kept.add(`${id}:${field}`)
  }
  return kept
}

function Lines({ kind, id }: { kind: Kind; id: string }) {
  const [known, setKnown] = useState<Known | null>(null)
  const [fault, setFault] = useState('')
  const record = live(kind).value.get(id)
  const read = () => void ask(kind, id).then(setKnown, () => setFault('This could not be read. Open the page again.'))
  useEffect(read, [record, unsent.value])
  if (known === null) return fault ? <p class="fault" role="alert">{fault}</p> : <div class="later" aria-busy="true" />
  const older = async () => {
    setFault('')
    try {
      const next = await serverLines(kind, id, known.lines.at(-1)?.rev ?? null)
      setKnown({ ...known, lines: [...known.lines, ...next.lines], more: next.more, kept: new Set([...known.kept, ...(await keptOf(next.lines))]) })
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem
      setFault(`${problem.title}. Nothing is lost; try again.`)
    }
  }
  return (
    <>
      {known.fault && <p class="notice">{known.fault}</p>}
      {known.lines.length === 0 && <Empty words="Nothing is known here about what happened." />}
      {days(known.lines).map(([day, lines], place) => (
        <section key={`${day} ${place}`}>
          <h2 class="section-label">{longDay(day)}</h2>
          <ol class="line">
            {lines.map((line) => (
              <HistoryRow key={line.id} kind={kind} id={id} line={line} own={known.device} kept={known.kept} onKept={read} />
            ))}
          </ol>
        </section>
      ))}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {known.more && <Tap words="Show older" onTap={older} />}
    </>
  )
}

/** The lines under their days, in the order in which the server took them. */
function days(lines: readonly HistoryLine[]): [day: string, lines: HistoryLine[]][] {
  const found: [string, HistoryLine[]][] = []
  for (const line of lines) {
    const day = dayOf(line.at ?? line.received_at ?? new Date())
    const last = found.at(-1)
    if (last?.[0] === day) last[1].push(line)
    else found.push([day, [line]])
  }
  return found
}
