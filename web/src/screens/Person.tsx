/** Someone on the programme: where and when to meet them, the flag, the contact once met. */
import { useMemo } from 'preact/hooks'
import { Flag } from '../parts/Flag'
import { Back, useTitle } from '../parts/Heading'
import { Empty } from '../parts/Line'
import { Why } from '../parts/Why'
import { now } from '../platform/clock'
import { conference, items, people, type Item } from '../store/agenda'
import { live } from '../store/records'
import { itemsOfPerson } from '../views/agenda'
import { meetingsOf } from '../views/meetings'
import { nearDay } from '../views/when'
import { nameOf, targetOf, today } from './agenda_data'
import { EditThisPerson, SameAsOther } from './EditAction'
import { ItemRow } from './ItemRow'
import { contactOf } from './PersonRow'

export function PersonPage({ id }: { id: string }) {
  const person = people.value.get(id)
  useTitle(person?.name ?? 'Person')
  if (!person) {
    return (
      <>
        <Back href="/" words="Agenda" />
        <h1>Not here</h1>
        <Empty words="This person is not in the agenda on this phone." />
      </>
    )
  }
  const target = targetOf(person.id)
  return (
    <>
      <Back href="/" words="Agenda" />
      <h1>{nameOf(id)}</h1>
      {person.affiliation && <p class="second">{person.affiliation}</p>}
      <EditThisPerson id={person.id} />
      <Met person={person.id} />
      <h2 class="section-label">How much you want to meet them</h2>
      <Flag id={target} what={{ person: person.id }} conference={conference.value?.id ?? null} title={person.name} />
      {live('target').value.has(target) && <Why key={id} id={target} />}
      <Where id={person.id} />
      <SameAsOther person={person} />
    </>
  )
}

function Met({ person }: { person: string }) {
  const contact = contactOf(person)
  if (!contact) return null
  return (
    <a class="text-button" href={`/people/${contact.id}`}>
      {contact.met_on ? `Met ${nearDay(contact.met_on, today.value)}: open the contact` : 'Open the contact'}
    </a>
  )
}

/** Their items by time: the next one first, what is over last. */
function Where({ id }: { id: string }) {
  const all = items.value
  const theirs = useMemo(() => itemsOfPerson(all, id), [all, id])
  const { next, rest, over } = meetingsOf(theirs, now.value)
  if (theirs.length === 0) return <p class="second where">The programme names no item of theirs.</p>
  return (
    <>
      <Items label="Where to meet them next" items={next ? [next] : []} />
      <Items label={next ? 'After that' : 'Where to meet them'} items={rest} />
      <Items label="Over" items={over} />
    </>
  )
}

function Items({ label, items: shown }: { label: string; items: Item[] }) {
  if (shown.length === 0) return null
  return (
    <section>
      <h2 class="section-label">{label}</h2>
      <ol class="line" aria-label={label}>
        {shown.map((item) => (
          <ItemRow key={item.id} item={item} withDay />
        ))}
      </ol>
    </section>
  )
}
