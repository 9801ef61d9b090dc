/** Parts of the pages of an item and a person: who takes part, whom one met there, addresses. */
import { people, type Item, type ItemDetails } from '../store/agenda'
import { live } from '../store/records'
import { clock, dayOf, shortDay } from '../views/when'
import { zone } from './agenda_data'
import { PersonRow } from './PersonRow'

/** The people of an item in the programme's order, each with the role that differs from presenting. */
export function ItemPeople({ item, details }: { item: Item; details: ItemDetails | null }) {
  const named = [...new Set(item.people.flatMap((id) => people.value.get(id) ?? []).filter((person) => person.name))]
  const roles = new Map(details?.people.map((one) => [one.id, one.role]))
  if (named.length === 0 && !details?.credit) return null
  return (
    <section>
      <h2 class="section-label">{named.length > 1 ? `People · ${named.length}` : 'People'}</h2>
      <ul class="rows">
        {named.map((person, place) => (
          <PersonRow key={`${person.id}${place}`} person={person} role={roles.get(person.id)} />
        ))}
      </ul>
      {details?.credit && <p class="second credit">{details.credit}</p>}
    </section>
  )
}

/** Whom one met at this item, and what was noted there. */
export function MetHere({ item }: { item: string }) {
  const notes = [...live('note').value.values()].filter((note) => note.item === item && note.contact)
  if (notes.length === 0) return null
  notes.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))
  return (
    <section>
      <h2 class="section-label">Met here</h2>
      <ul class="rows">
        {notes.map((note) => (
          <li key={note.id}>
            <a class="row" href={`/people/${note.contact}`}>
              <span>
                <bdi class="name">{live('contact').value.get(note.contact ?? '')?.name ?? 'No name yet'}</bdi>
                {note.bullets && <bdi class="second"> {note.bullets.split('\n').filter((line) => line.trim()).join('; ')}</bdi>}
              </span>
              {note.at && <span class="small">{`${shortDay(dayOf(note.at, zone.value))}, ${clock(note.at, zone.value)}`}</span>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

const WEB = /^https?:\/\//i

/** Addresses of the programme; only those of the web are links. */
export function Links({ links }: { links: readonly string[] }) {
  const shown = links.filter((link) => WEB.test(link)).slice(0, 12)
  if (shown.length === 0) return null
  return (
    <section>
      <h2 class="section-label">Links</h2>
      <ul class="rows">
        {shown.map((link) => (
          <li key={link}>
            <a class="row link" href={link} target="_blank" rel="noopener noreferrer">
              {link.replace(WEB, '').replace(/\/$/, '')}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
