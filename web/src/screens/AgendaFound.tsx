/** What the search found, the best first, and what it could not look into. */
import { signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { Empty } from '../parts/Line'
import { VirtualList } from '../parts/VirtualList'
import { say } from '../parts/Toast'
import { look, searchFailed, searchState } from '../search/client'
import type { FoundPeople, Hit } from '../search/messages'
import { items, people, shownVersion } from '../store/agenda'
import { fetchAbstracts } from '../store/agenda_details'
import { NO_FILTER } from '../views/filter'
import { foundWords, personWords } from '../views/found_words'
import { abstractsSeen, answer } from './agenda_search'
import { filter, isFiltered, query } from './agenda_view'
import { AgendaFar } from './AgendaFar'
import { Marked } from './AgendaMarked'
import { AgendaPeople } from './AgendaPeople'
import { AgendaReason } from './AgendaReason'
import { ItemRow } from './ItemRow'
import '../style/found.css'

const mark = (text: string) => <Marked text={text} />
const foundRow = ({ id, part }: Hit) => {
  const item = items.peek().get(id)
  if (!item) return <li />
  return (
    <ItemRow item={item} withDay mark={mark}>
      <AgendaReason item={item} part={part} />
    </ItemRow>
  )
}

export function AgendaFound() {
  const shown = answer.value
  const all = items.value
  // both have read the same version; while they have not, what is here no more is left out
  const isSame = searchState.value?.version === shownVersion.value
  const rows = useMemo(() => (shown?.hits ?? []).filter(({ id }) => isSame || all.has(id)), [shown, all, isSame])
  if (searchFailed.value) return <Empty words="The search could not start on this device. Close Hallway and open it again." />
  if (!shown) return <p class="section-label">{searchState.value ? 'Looking.' : 'Preparing the search.'}</p>
  const persons = known(shown.people)
  return (
    <>
      {persons && <AgendaPeople found={persons} />}
      <h2 class="section-label">
        <span role="status">
          {persons && <span class="hidden-text">{personWords(persons.total)}. </span>}
          {foundWords(shown, rows.length, persons !== null)}
        </span>
      </h2>
      {rows.length === 0 && shown.complete && !persons && <NothingFound />}
      <VirtualList rows={rows} row={foundRow} resetKey={shown.query} label="Found" />
      <AgendaFar />
      <Unseen />
    </>
  )
}

/** Those of the people who are here; null where there are none. */
function known({ hits, total }: FoundPeople): FoundPeople | null {
  const here = hits.filter(({ id }) => people.value.has(id))
  return here.length > 0 ? { hits: here, total: total - hits.length + here.length } : null
}

function NothingFound() {
  return (
    <Empty words={`Nothing says "${answer.value?.query.trim() ?? ''}"${isFiltered.value ? ' within the filter' : ''}.`}>
      <button type="button" class="text-button" onClick={() => (query.value = '')}>
        Clear the search
      </button>
      {isFiltered.value && (
        <button type="button" class="text-button plain" onClick={() => (filter.value = NO_FILTER)}>
          Clear the filter
        </button>
      )}
    </Empty>
  )
}

const fetching = signal<string | null>(null)

/** Abstracts come to the phone with what is opened or flagged; until all are here the search says so. */
function Unseen() {
  const seen = abstractsSeen.value
  if (!seen || seen.here >= seen.all) return null
  return (
    <div class="notice unseen">
      <p>{seen.here === 0 ? 'Abstracts are not on this phone, so the search does not see into them.' : 'Some abstracts are not on this phone; the search does not see into those.'}</p>
      <button type="button" class="text-button" disabled={fetching.value !== null} onClick={() => void fetchAll()}>
        {fetching.value ?? 'Get all abstracts'}
      </button>
    </div>
  )
}

async function fetchAll(): Promise<void> {
  fetching.value = 'Getting abstracts'
  try {
    await fetchAbstracts((done, all) => (fetching.value = `Getting abstracts, ${Math.round((100 * done) / all)} %`))
  } catch {
    say('Not all abstracts came. What came is kept; try again with a better network.')
  }
  fetching.value = null
  look()
}
