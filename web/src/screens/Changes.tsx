/** What changed in the programme: by publication, of everything or of what one flagged. */
import { signal } from '@preact/signals'
import { Chips } from '../parts/Chips'
import { Back, useTitle } from '../parts/Heading'
import { Empty, StopRow } from '../parts/Line'
import { VirtualList } from '../parts/VirtualList'
import type { ChangedItem } from '../views/changes'
import { clock, dayOf, longDay } from '../views/when'
import { plannedItem, zone } from './agenda_data'
import { ChangeWords, ItemTitle } from './ChangedCard'
import { counted, isKnown, listed, listedFlagged } from './changes_data'

type Shown = 'all' | 'flagged'

const chosen = signal<Shown | null>(null)

/** A row of the list: a publication's own heading, or one of its changes. */
type Row = { id: string; at: string; count: number } | ChangedItem

export function ChangesPage() {
  useTitle('What changed')
  const flagged = listedFlagged.value
  const shown = chosen.value ?? (flagged.length > 0 ? 'flagged' : 'all')
  const rows = shown === 'flagged' ? flagged : listed.value
  const choices = [
    { value: 'flagged' as const, words: `Flagged ${flagged.length}` },
    { value: 'all' as const, words: `All ${listed.value.length.toLocaleString('en')}` },
  ]
  return (
    <>
      <Back href="/" words="Agenda" />
      <h1>What changed</h1>
      {listed.value.length === 0 ? (
        <Empty words={isKnown.value ? 'Nothing has changed since this agenda was first imported.' : 'What changed is not on this phone yet. It comes with the next connection.'} />
      ) : (
        <>
          <div class="changed-filter">
            <Chips label="Changes of" choices={choices} chosen={shown} onChoose={(value) => (chosen.value = value)} />
          </div>
          {rows.length === 0 ? <NothingFlagged /> : <VirtualList rows={withHeadings(rows)} row={rowOf} resetKey={shown} label="What changed" />}
          <Beyond />
        </>
      )}
    </>
  )
}

function withHeadings(all: readonly ChangedItem[]): Row[] {
  const counts = new Map<number, number>()
  for (const { version } of all) counts.set(version, (counts.get(version) ?? 0) + 1)
  return all.flatMap((one, place): Row[] => {
    const isFirst = all[place - 1]?.version !== one.version
    return isFirst ? [{ id: `version ${one.version}`, at: one.at, count: counts.get(one.version) ?? 0 }, one] : [one]
  })
}

const rowOf = (row: Row) => ('what' in row ? <ChangeRow one={row} /> : <Publication at={row.at} count={row.count} />)

function Publication({ at, count }: { at: string; count: number }) {
  return (
    <li class="changed-when">
      <h2 class="section-label">
        {longDay(dayOf(at, zone.value))}, {clock(at, zone.value)} · {count.toLocaleString('en')}
      </h2>
    </li>
  )
}

function ChangeRow({ one }: { one: ChangedItem }) {
  const dashed = one.what === 'moved' || one.what === 'cancelled'
  return (
    <StopRow stop={plannedItem(one.item)?.tier ?? 'plain'} href={`/agenda/${one.item}`} dashed={dashed}>
      <h3>
        <ItemTitle one={one} />
      </h3>
      <ChangeWords one={one} />
    </StopRow>
  )
}

function NothingFlagged() {
  return (
    <Empty words="Nothing that you flagged has changed.">
      <button type="button" class="text-button" onClick={() => (chosen.value = 'all')}>
        Show all changes
      </button>
    </Empty>
  )
}

function Beyond() {
  const { more, since } = counted.value
  return (
    <>
      {more > 0 && <p class="second">And {more.toLocaleString('en')} more that are not listed one by one.</p>}
      {since > 1 && <p class="second">Older changes are no longer kept.</p>}
    </>
  )
}
