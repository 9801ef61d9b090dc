/** Who may be the same person: side by side, what differs, and one tap either way. What is said here is remembered. */
import '../style/same.css'
import { Back, useTitle } from '../parts/Heading'
import { Empty } from '../parts/Line'
import { Tap } from '../parts/Tap'
import type { AgendaPerson } from '../store/agenda'
import type { Row } from '../store/kinds'
import { fieldWords } from '../views/conflicts'
import { differences, REASON_WORDS, type Pair } from '../views/same'
import { isNotOnProgramme, isOnProgramme, keepApart, makeOne } from './person_data'
import { matches, pairs } from './same_data'
import { shownValue } from './value_names'

const MOST_SHOWN = 50

export function SamePage() {
  useTitle('The same person?')
  const [twice, listed] = [pairs.value, matches.value]
  return (
    <div class="same">
      <Back href="/people" words="People" />
      <h1>The same person?</h1>
      {twice.length + listed.length === 0 && (
        <Empty words="Nobody here looks like somebody else.">
          <a class="text-button" href="/people">
            See everyone
          </a>
        </Empty>
      )}
      {twice.length > 0 && <p class="second">As one person they keep every note, code, message and follow-up of both. You can make them two again on their page.</p>}
      {twice.slice(0, MOST_SHOWN).map((pair) => (
        <Together key={`${pair.first.id} ${pair.second.id}`} pair={pair} />
      ))}
      {twice.length > MOST_SHOWN && <p class="second">{twice.length - MOST_SHOWN} more come after these.</p>}
      {listed.length > 0 && <h2 class="section-label">On the programme?</h2>}
      {listed.slice(0, MOST_SHOWN).map(({ contact, person }) => (
        <Listed key={contact.id} contact={contact} person={person} />
      ))}
    </div>
  )
}

const called = (contact: Row<'contact'>): string => contact.name ?? contact.emails[0] ?? 'No name yet'

function Together({ pair: { first, second, reasons } }: { pair: Pair }) {
  const differing = differences(first, second)
  const both = `${called(first)} and ${called(second)}`
  return (
    <article class="two">
      <h2 class="hidden-text">{both}</h2>
      <p class="second">They have {reasons.map((reason) => REASON_WORDS[reason]).join(', ')}.</p>
      <table>
        <caption class="hidden-text">What differs</caption>
        <thead>
          <tr>
            <td />
            <Head contact={first} />
            <Head contact={second} />
          </tr>
        </thead>
        <tbody>
          {differing.map(({ field, first: one, second: other }) => (
            <tr key={field}>
              <th scope="row">{fieldWords(field)}</th>
              <td>{one ? shownValue(field, one) : <None />}</td>
              <td>{other ? shownValue(field, other) : <None />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="button-row">
        <Tap words="Same person" label={`Same person: ${both}`} onTap={() => makeOne(first.id, second.id)} />
        <Tap words="Keep apart" plain label={`Keep apart: ${both}`} onTap={() => keepApart(first.id, second.id)} />
      </div>
    </article>
  )
}

function Head({ contact }: { contact: Row<'contact'> }) {
  return (
    <th scope="col">
      <a href={`/people/${contact.id}`}>
        <bdi>{called(contact)}</bdi>
      </a>
    </th>
  )
}

const None = () => (
  <>
    <span aria-hidden="true">–</span>
    <span class="hidden-text">nothing</span>
  </>
)

export function Listed({ contact, person }: { contact: Row<'contact'>; person: AgendaPerson }) {
  const name = [person.name, ...person.degrees].join(', ')
  return (
    <div class="two">
      <p>
        Is <strong>{called(contact)}</strong>
        {contact.institution && ` (${contact.institution})`} the <a href={`/persons/${person.id}`}>{name}</a> on the programme{person.affiliation ? `, ${person.affiliation}` : ''}?
      </p>
      <div class="button-row">
        <Tap words="Yes, link them" label={`Yes, link them: ${name}`} onTap={() => isOnProgramme(contact, person)} />
        <Tap words="Not them" plain label={`Not them: ${name}`} onTap={() => isNotOnProgramme(contact, person.id)} />
      </div>
    </div>
  )
}
