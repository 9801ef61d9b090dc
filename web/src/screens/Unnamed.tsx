/** Badges that were kept without a name: named now, given to somebody who is here, or set aside. Works without network. */
import { useMemo, useState } from 'preact/hooks'
import '../style/same.css'
import { Field } from '../parts/Field'
import { Back, useTitle } from '../parts/Heading'
import { useInPlace } from '../parts/in_place'
import { Empty } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { items, people } from '../store/agenda'
import { bin } from '../store/records'
import { titleOf } from '../views/agenda'
import { unnamed } from '../views/people'
import { matching, peopleAround, type Suggestion } from '../views/suggestions'
import type { Code } from '../views/unnamed'
import { clock, dayOf, longDay } from '../views/when'
import { contacts, targets } from './agenda_data'
import { agendaNames } from './capture_data'
import { persons, standsFor } from './persons_data'
import { bringBack, codes, giveCode, nameCode, noPerson } from './same_data'

export function UnnamedPage() {
  useTitle('Badges without a name')
  const all = codes.value
  return (
    <div class="same">
      <Back href="/people" words="People" />
      <h1>Badges without a name</h1>
      {all.length === 0 && (
        <Empty words="Every badge has its name.">
          <a class="text-button" href="/scan">
            Scan a badge
          </a>
        </Empty>
      )}
      {all.map((code) => (
        <CodeRow key={code.scans[0].id} code={code} />
      ))}
      <SetAside />
    </div>
  )
}

/** "Sun 29 Nov, 10:43, at Y-90 radioembolization, read twice" */
function whenWords({ scans }: Code): string {
  const [first] = scans
  const item = items.value.get(first.item ?? '')
  const when = first.captured_at ? `${longDay(dayOf(first.captured_at))}, ${clock(first.captured_at)}` : 'Some time'
  const often = scans.length === 1 ? '' : scans.length === 2 ? ', read twice' : `, read ${scans.length} times`
  return `${when}${item ? `, at ${titleOf(item)}` : ''}${often}`
}

const START = 80 // characters of a code that tell it from others

function CodeRow({ code }: { code: Code }) {
  const [naming, setNaming] = useState(false)
  const place = useInPlace<HTMLDivElement>(naming, 'input')
  const owner = code.owner ? persons.value.get(standsFor(code.owner)) : undefined
  const raw = (code.scans[0].raw ?? '').slice(0, START)
  return (
    <article class="two">
      <p class="raw">
        <bdi>{raw}</bdi>
      </p>
      <p class="second">{whenWords(code)}</p>
      {owner && <p>The badge of {owner.name ?? 'somebody'} has the same code.</p>}
      <div ref={place}>
        {naming ? (
          <Naming code={code} onDone={() => setNaming(false)} />
        ) : (
          <div class="button-row">
            {owner && <Tap words={`It is ${owner.name ?? 'them'}`} onTap={() => giveCode(code, owner)} />}
            <Tap words="Name" plain={owner !== undefined} label={`Name the badge ${raw}`} onTap={() => setNaming(true)} />
            <Tap words="Not a person" plain label={`Not a person: ${raw}`} onTap={() => noPerson(code)} />
          </div>
        )}
      </div>
    </article>
  )
}

/** The name, with those who were around when the badge was read. */
function Naming({ code, onDone }: { code: Code; onDone: () => void }) {
  const [name, setName] = useState('')
  const [fault, setFault] = useState<string>()
  const [first] = code.scans
  const all = { items: items.value, people: people.value, targets: targets.value, contacts: contacts.value }
  const around = useMemo(() => peopleAround(all, first.item, new Date(first.captured_at ?? Date.now())), [all.items, all.targets, first])
  const keep = async (made: () => Promise<void>) => {
    try {
      await made()
    } catch {
      setFault('Not saved on this phone. Try again, or write it down.')
    }
  }
  const submit = (event: Event) => {
    event.preventDefault()
    if (name.trim()) void keep(() => nameCode(code, { name: name.trim() }))
    else setFault('Write a name.')
  }
  const pick = ({ name: called, person, contact }: Suggestion) => {
    const known = contact ? persons.value.get(standsFor(contact)) : undefined
    return keep(() => (known ? giveCode(code, known) : nameCode(code, { name: called, person })))
  }
  return (
    <form class="in-place" onSubmit={submit}>
      <Field label="Name" value={name} onInput={(typed) => (setName(typed), setFault(undefined))} fault={fault} max={200} />
      <div class="chips wrap" role="group" aria-label="Who it may be">
        {matching(around, name, { ...all, byName: agendaNames.value }).map((one) => (
          <button key={one.key} type="button" class="chip two-lines" onClick={() => void pick(one)}>
            <span>{one.name}</span>
            {one.detail && <span class="small">{one.detail}</span>}
          </button>
        ))}
      </div>
      <div class="button-row">
        <button type="submit" class="button">
          Keep the name
        </button>
        <Tap words="Not now" plain onTap={onDone} />
      </div>
    </form>
  )
}

function SetAside() {
  const gone = unnamed(bin('scan').value)
  if (gone.length === 0) return null
  return (
    <details>
      <summary class="section-label">Set aside · {gone.length}</summary>
      <ul class="rows">
        {gone.map((scan) => (
          <li key={scan.id} class="row">
            <span class="grow raw">{(scan.raw ?? '').slice(0, START)}</span>
            <Tap words="Bring back" label={`Bring back ${(scan.raw ?? '').slice(0, START)}`} onTap={() => bringBack([scan])} />
          </li>
        ))}
      </ul>
    </details>
  )
}
