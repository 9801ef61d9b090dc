/** Someone on the programme as a row that leads to their page, where the flag is; and whom one has met of them. */
import { computed } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useLocation } from 'preact-iso'
import type { AgendaPerson } from '../store/agenda'
import type { Row } from '../store/kinds'
import { tierOf, TIER_WORDS } from '../views/plan'
import { contacts, nameOf, targets } from './agenda_data'
import { asIs, type Mark } from './ItemRow'

interface PersonRowProps {
  person: AgendaPerson
  role?: string | undefined
  mark?: Mark
  /** Further lines. */
  children?: ComponentChildren
}

export function PersonRow({ person, role = 'presenter', mark = asIs, children }: PersonRowProps) {
  const { path } = useLocation()
  const href = `/persons/${person.id}`
  const tier = tierOf(person.id, targets.value)
  const met = contactOf(person.id)
  const notes = [role !== 'presenter' && role, met && 'met'].filter((note) => note)
  return (
    <li>
      <a class="row" href={href} aria-current={path === href ? 'page' : undefined}>
        <span>
          <span class="name">{mark(nameOf(person.id))}</span>
          {tier && <span class="flagged"> {TIER_WORDS[tier].toLowerCase()} meet</span>}
          {person.affiliation && <span class="second"> {person.affiliation}</span>}
          {children}
        </span>
        {notes.length > 0 && <span class="small person-notes">{notes.join(', ')}</span>}
      </a>
    </li>
  )
}

const metByPerson = computed(() => {
  const found = new Map<string, Row<'contact'>>()
  for (const contact of contacts.value.values()) {
    if (contact.person && !found.has(contact.person)) found.set(contact.person, contact)
  }
  return found
})

/** The contact that someone on the programme has become, if one has met them. */
export function contactOf(person: string) {
  return metByPerson.value.get(person)
}
