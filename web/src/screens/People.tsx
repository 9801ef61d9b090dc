/** Everyone met: search, tags, what is owed, what is to be tidied up, and the bin. */
import { signal } from '@preact/signals'
import '../style/card.css'
import { Heading } from '../parts/Heading'
import { Icon } from '../parts/Icon'
import { later } from '../parts/later'
import { Empty, StopRow } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { conferences } from '../store/agenda'
import type { Row } from '../store/kinds'
import { bin, live } from '../store/records'
import { say } from '../parts/Toast'
import { VirtualList } from '../parts/VirtualList'
import { listed, OWED, tagsOf } from '../views/contacts'
import { owedWords } from '../views/followup_words'
import { unnamed } from '../views/people'
import { nearDay } from '../views/when'
import { placed } from '../views/where'
import { metWhere, myToday, owed } from './followups_data'
import { InstallAfterCapture } from './InstallHint'
import { deletedPersons, persons } from './persons_data'
import { restorePerson } from './person_data'

const PeopleCards = later(() => import('./PeopleCards').then((module) => module.PeopleCards))

const query = signal('')
const filter = signal<string | null>(null)

export function PeopleList() {
  const all = persons.value
  const bare = unnamed(live('scan').value)
  const due = new Set(owed.value.keys())
  const shown = listed([...all.values()], query.value, filter.value, due)
  return (
    <>
      <Heading title="People" />
      {all.size === 0 && bare.length === 0 ? (
        <Empty words="Nobody yet. Scan a badge or type a name.">
          <a class="text-button" href="/scan">
            Scan a badge
          </a>
          <FromFile />
          <a class="text-button" href="/people/tracker">
            Bring a table
          </a>
        </Empty>
      ) : (
        <>
          {all.size > 0 && <Search />}
          <Filters owing={due.size} />
          <InstallAfterCapture />
          <PeopleCards />
          <div class="count-row">
            {all.size > 0 && <h2 class="section-label">{countWords(shown.length, all.size)}</h2>}
            <FromFile />
            <a class="text-button" href="/people/tracker">
              Tracker
            </a>
          </div>
          {all.size > 0 && shown.length === 0 && <NobodyFound />}
          <VirtualList rows={shown} row={(contact) => <ContactRow key={contact.id} contact={contact} />} resetKey={`${filter.value}|${query.value}`} label="People" />
        </>
      )}
      <Deleted />
    </>
  )
}

function FromFile() {
  return (
    <a class="text-button" href="/people/import">
      Add from a contact file
    </a>
  )
}

function countWords(shown: number, all: number): string {
  if (shown < all) return `${shown} of ${all} people`
  return all === 1 ? '1 person' : `${all} people`
}

function Search() {
  return (
    <label class="search">
      <span class="hidden-text">Search people</span>
      <Icon name="search" size={20} />
      <input
        type="search"
        placeholder="Name, role, place, tag"
        value={query.value}
        maxLength={100}
        onInput={(event) => (query.value = event.currentTarget.value)}
      />
    </label>
  )
}

/** One filter at a time; the same tap again shows everyone. */
function Filters({ owing }: { owing: number }) {
  const tags = tagsOf(persons.value.values())
  if (tags.length === 0 && owing === 0) return null
  const choices = [
    ...(owing > 0 || filter.value === OWED ? [{ value: OWED, words: `Owed ${owing}` }] : []),
    ...tags.map(({ tag, count }) => ({ value: `tag:${tag}`, words: `${tag} ${count}` })),
  ]
  return (
    <div class="chips" role="group" aria-label="Show only">
      {choices.map(({ value, words }) => (
        <button
          key={value}
          type="button"
          class="chip"
          aria-pressed={filter.value === value}
          onClick={() => (filter.value = filter.value === value ? null : value)}
        >
          {words}
        </button>
      ))}
    </div>
  )
}

function NobodyFound() {
  const words = query.value.trim() ? `Nobody here says "${query.value.trim()}".` : 'Nobody here.'
  return (
    <Empty words={words}>
      <Tap
        words="Show everyone"
        onTap={() => {
          query.value = ''
          filter.value = null
        }}
      />
    </Empty>
  )
}

function ContactRow({ contact }: { contact: Row<'contact'> }) {
  const due = owed.value.get(contact.id)
  const meeting = conferences.value.find((one) => one.id === contact.conference)?.name
  const place = metWhere.value.get(contact.id) ?? meeting
  const met = contact.met_on ? `Met ${nearDay(contact.met_on, myToday.value)}${place ? ` ${placed(place)}` : ''}` : 'Not met yet'
  return (
    <StopRow stop={due ? 'open' : 'plain'} href={`/people/${contact.id}`}>
      <h3>{contact.name ?? 'No name yet'}</h3>
      {(contact.role || contact.institution) && (
        <p class="second clamped">{[contact.role, contact.institution].filter((part) => part).join(', ')}</p>
      )}
      <p class="second clamped">{met}</p>
      {contact.tags.length > 0 && <p class="small clamped">{contact.tags.join(' · ')}</p>}
      {due && <p class="small tinted">{owedWords(due)}</p>}
    </StopRow>
  )
}

function Deleted() {
  const gone = deletedPersons(bin('contact').value).filter((one) => one.name !== null)
  if (gone.length === 0) return null
  const back = async (contact: Row<'contact'>) => {
    await restorePerson(contact.id)
    say(`${contact.name ?? 'Contact'} is back`)
  }
  return (
    <details class="deleted">
      <summary class="section-label">Recently deleted · {gone.length}</summary>
      <ul class="rows">
        {gone.map((contact) => (
          <li key={contact.id} class="row">
            <span>
              {contact.name}
              {contact.institution && <span class="second"> {contact.institution}</span>}
            </span>
            <Tap words="Restore" label={`Restore ${contact.name}`} onTap={() => back(contact)} />
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Beside the list on a wide screen, while nobody is chosen. */
export function PeopleBeside() {
  const count = persons.value.size
  const due = owed.value.size
  if (count === 0) return <Empty words="The people you meet stand on the left; each opens here with notes, promises and messages." />
  return (
    <Empty words={`${count === 1 ? '1 person' : `${count} people`} met. ${due === 0 ? 'Nothing is owed today.' : `${due === 1 ? '1 person waits' : `${due} wait`} to hear from you.`} Choose someone on the left.`}>
      {due > 0 && (
        <a class="text-button" href="/followups">
          Open the follow-ups
        </a>
      )}
    </Empty>
  )
}
