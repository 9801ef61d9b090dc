/** What was deleted: people, notes and flags come back with one tap for 30 days, then the server empties the bin. */
import '../style/history.css'
import { Back, useTitle } from '../parts/Heading'
import { Empty } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import type { Kinds } from '../store/kinds'
import { bin, live, remove, restore } from '../store/records'
import { account } from '../store/session'
import { removePerson, restorePerson } from './person_data'
import { deletedPersons } from './persons_data'
import { isBlank } from '../store/wire'
import { shownValue } from './value_names'

type Binned = 'contact' | 'note' | 'target'

const PARTS: readonly { kind: Binned; words: string }[] = [
  { kind: 'contact', words: 'People' },
  { kind: 'note', words: 'Notes' },
  { kind: 'target', words: 'Flags' },
]

export function BinPage() {
  useTitle('Deleted')
  const parts = PARTS.map(({ kind, words }) => ({ kind, words, rows: deleted(kind) })).filter((part) => part.rows.length > 0)
  return (
    <>
      <Back href="/settings" words="Settings" />
      <h1>Deleted</h1>
      <p class="second">
        {account.value === null
          ? 'What you deleted on this device. It stays here until you bring it back; a person is forgotten for good on their own page.'
          : 'Deleted in the last 30 days. Then it is gone for good, on the server and on all your devices.'}
      </p>
      {parts.length === 0 && <Empty words="Nothing is deleted." />}
      {parts.map(({ kind, words, rows }) => (
        <section key={kind}>
          <h2 class="section-label">
            {words} · {rows.length}
          </h2>
          <ul class="rows bin">
            {rows.map(({ id, title, about, href }) => (
              <li key={id} class="row">
                <span class="grow">
                  <span class="name">
                    <bdi>{href ? <a href={href}>{title}</a> : title}</bdi>
                  </span>
                  {about && <span class="second"><bdi>{about}</bdi></span>}
                </span>
                <Tap words="Bring back" label={`Bring back ${title}`} onTap={() => back(kind, id, title)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

async function back(kind: Binned, id: string, title: string): Promise<void> {
  const isPerson = kind === 'contact'
  await (isPerson ? restorePerson(id) : restore(kind, id))
  say(`${title} is back`, () => (isPerson ? removePerson(id) : remove(kind, id)))
}

interface Line {
  id: string
  title: string
  about: string
  href: string | null
}

/** Deleted rows that still hold something: of what was purged only the fact is left, and nobody can bring that back. */
function deleted(kind: Binned): Line[] {
  const rows = kind === 'contact' ? deletedPersons(bin('contact').value) : [...bin(kind).value.values()]
  return rows
    .filter(({ id: _id, ...values }) => Object.values(values).some((value) => !isBlank(value)))
    .map(({ id, ...values }) => ({ id, ...LINES[kind](values as never, id) }))
    .sort((one, two) => one.title.localeCompare(two.title))
}

const cut = (words: string | null): string => (words ?? '').split('\n')[0]?.slice(0, 120) ?? ''

const LINES: { readonly [K in Binned]: (values: Kinds[K], id: string) => Omit<Line, 'id'> } = {
  contact: (contact, id) => ({
    title: contact.name ?? 'No name yet',
    about: [contact.role, contact.institution].filter((part) => part).join(', '),
    href: `/people/${id}`,
  }),
  note: (note) => ({
    title: cut(note.bullets ?? note.promise ?? note.ask) || 'An empty note',
    about: note.contact ? `About ${shownValue('contact', note.contact)}` : '',
    href: note.contact && live('contact').value.has(note.contact) ? `/people/${note.contact}` : null,
  }),
  target: (target) => ({
    title: target.title_at_flagging ?? shownValue(target.item ? 'item' : 'person', target.item ?? target.person),
    about: cut(target.why),
    href: null,
  }),
}
