/** People of the agenda by what they are called, however a badge writes it. Pure. */
import type { AgendaPerson } from '../store/agenda'
import type { Contact } from '../store/kinds'
import type { People } from './agenda'
import { fold } from './search'

/** Folded name to everyone of that name. */
export type Namesakes = ReadonlyMap<string, readonly AgendaPerson[]>

const TITLES = /^(?:dr|prof|professor|mr|mrs|ms|mx)\.? +/
const COMMON = new Set(['university', 'hospital', 'medical', 'medicine', 'center', 'centre', 'school', 'college', 'institute', 'department', 'radiology'])

/** Everyone once: a merged person's ids lead to the one person. */
export function namesakes(people: People): Namesakes {
  const byName = new Map<string, AgendaPerson[]>()
  for (const person of new Set(people.values())) {
    const name = fold(person.name)
    const known = byName.get(name)
    if (!known) byName.set(name, [person])
    else if (!known.some(({ id }) => id === person.id)) known.push(person)
  }
  return byName
}

/** Who on the programme this is: the only one of that name, or the only one of them at the same institution; nobody of
 * whom the student said that it is somebody else (`apart`). */
export function personCalled(found: Partial<Contact>, byName: Namesakes, apart: readonly string[] = []): AgendaPerson | null {
  for (const name of callings(found)) {
    const all = (byName.get(name) ?? []).filter(({ id }) => !apart.includes(id))
    const near = all.length === 1 ? all : all.filter((person) => isSameHouse(person.affiliation, found.institution))
    if (near.length === 1) return near[0] ?? null
  }
  return null
}

/** A badge says "Dr. Irène Vale, MD" of whom the programme calls Irène Vale. */
function callings({ name, given_name, family_name }: Partial<Contact>): Set<string> {
  const whole = fold(name ?? '').trim()
  const bare = whole.replace(/,.*$/, '').replace(TITLES, '')
  const parts = given_name && family_name ? fold(`${given_name} ${family_name}`) : ''
  return new Set([whole, bare, parts].filter((one) => one !== ''))
}

/** Whether the two say a word in common that not every institution has. */
function isSameHouse(one: string | null | undefined, other: string | null | undefined): boolean {
  const words = telling(other)
  return telling(one).some((word) => words.includes(word))
}

function telling(institution: string | null | undefined): string[] {
  return fold(institution ?? '').split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2 && !COMMON.has(word))
}
