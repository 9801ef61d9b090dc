/** On the contact page: who was made one with this person and what they said differently, and who it is on the programme. */
import { useEffect, useState } from 'preact/hooks'
import '../style/card.css'
import '../style/same.css'
import { Field } from '../parts/Field'
import { Tap } from '../parts/Tap'
import { people } from '../store/agenda'
import type { Contact, Row } from '../store/kinds'
import { live, open, save } from '../store/records'
import { say } from '../parts/Toast'
import { fieldWords } from '../views/conflicts'
import { offers, type Offer } from '../views/one_person'
import { contactsBy } from '../views/people'
import { isNotOnProgramme, makeOne, makeTwo } from './person_data'
import { mergedInto, persons } from './persons_data'
import { Listed } from './Same'
import { onProgramme } from './same_data'
import { shownValue } from './value_names'

const MOST_FOUND = 6
const PAUSE = 300 // the page is drawn before the programme is searched

export function ContactSame({ contact }: { contact: Row<'contact'> }) {
  const all = live('contact').value
  const others = mergedInto(contact.id).flatMap((id) => all.get(id) ?? [])
  return (
    <section class="same">
      <Programme contact={contact} />
      {others.length > 0 && <h2 class="section-label">Made one person</h2>}
      {others.map((other) => (
        <Other key={other.id} contact={contact} other={other} />
      ))}
      <Choose key={contact.id} contact={contact} />
    </section>
  )
}

function Programme({ contact }: { contact: Row<'contact'> }) {
  const [isReady, setReady] = useState(false)
  useEffect(() => {
    const waiting = setTimeout(() => setReady(true), PAUSE)
    return () => clearTimeout(waiting)
  }, [])
  const linked = contact.person ? people.value.get(contact.person) : undefined
  const found = isReady ? onProgramme(contact) : null
  if (linked) {
    return (
      <p class="second count-row">
        <span>
          On the programme as {linked.name}
          {linked.affiliation && `, ${linked.affiliation}`}.
        </span>
        <Tap words="Not them" plain label={`Not them: ${linked.name}`} onTap={() => isNotOnProgramme(contact, linked.id)} />
      </p>
    )
  }
  return found && <Listed contact={contact} person={found} />
}

function Other({ contact, other }: { contact: Row<'contact'>; other: Row<'contact'> }) {
  const name = [other.name ?? 'No name', other.institution].filter((part) => part).join(', ')
  return (
    <div class="two">
      <p>{name}</p>
      {offers(contact, other).map((offer) => (
        <Offered key={offer.field} contact={contact} offer={offer} />
      ))}
      <Tap words="Two people after all" plain label={`Two people after all: ${name}`} onTap={() => makeTwo(other.id)} />
    </div>
  )
}

function Offered({ contact, offer: { field, value } }: { contact: Row<'contact'>; offer: Offer }) {
  const before = contact[field]
  const set = (to: string | null) => save(open('contact', contact.id), { [field]: to } as Partial<Contact>)
  const take = async () => {
    await set(value)
    say(`${fieldWords(field)}: ${shownValue(field, value)}`, () => set(before))
  }
  return (
    <p class="second count-row">
      <span>
        {fieldWords(field)}: “<bdi>{shownValue(field, value)}</bdi>”
      </span>
      <Tap words="Use it" label={`Use ${fieldWords(field)}: ${shownValue(field, value)}`} onTap={take} />
    </p>
  )
}

function Choose({ contact }: { contact: Row<'contact'> }) {
  const [opened, setOpened] = useState(false)
  const [typed, setTyped] = useState('')
  if (persons.value.size < 2) return null
  if (!opened) return <Tap words="Same person as somebody else" plain onTap={() => setOpened(true)} />
  const others = [...persons.value.values()].filter(({ id }) => id !== contact.id)
  const found = typed.trim().length < 2 ? [] : contactsBy(others, typed).slice(0, MOST_FOUND)
  const pick = async (other: Row<'contact'>) => {
    await makeOne(contact.id, other.id)
    setOpened(false)
  }
  return (
    <>
      <Field label="Who is it as well?" value={typed} onInput={setTyped} />
      <div class="chips wrap" role="group" aria-label="People found">
        {found.map((one) => (
          <button key={one.id} type="button" class="chip" onClick={() => void pick(one)}>
            {[one.name ?? 'No name yet', one.institution].filter((part) => part).join(' · ')}
          </button>
        ))}
        {typed.trim().length > 1 && found.length === 0 && <p class="second">Nobody by that name.</p>}
      </div>
    </>
  )
}
