/** The agenda: what is on now and next, the days, posters, what is flagged, and search as one types. */
import { useLocation } from 'preact-iso'
import { useEffect, useRef } from 'preact/hooks'
import { Heading } from '../parts/Heading'
import { Empty } from '../parts/Line'
import { agendaState, conference, conferences } from '../store/agenda_shown'
import { today } from './agenda_data'
import { FilterSheet, Found, getRest } from './agenda_later'
import { current, filtering, finding } from './agenda_view'
import { AgendaBar } from './AgendaBar'
import { AgendaShown } from './AgendaShown'
import { ChangedOnTop } from './ChangedOnTop'

const LINKS = ':is(.stop-row, .rows) a'
/** The link last followed from the list: coming back, the focus returns to it. */
let followed: string | null = null

export function AgendaList() {
  const list = useRef<HTMLDivElement>(null)
  const isThere = conference.value !== null && agendaState.value !== 'empty'
  const { path } = useLocation()
  useEffect(() => (isThere && path === '/' ? giveFocusBack(list.current) : undefined), [isThere, path])
  useEffect(() => {
    const timer = setTimeout(() => void getRest(), isThere ? 1000 : 5000)
    return () => clearTimeout(timer)
  }, [isThere])
  if (!isThere) return <NoAgenda />
  return (
    <div class="agenda" ref={list} onClick={(event) => (followed = hrefOf(event.target))}>
      <Heading title={current.value === today.value && !finding.value ? 'Today' : 'Agenda'} />
      <ConferencePicker />
      <ChangedOnTop />
      <AgendaBar />
      {finding.value ? <Searched /> : <AgendaShown />}
      <Filtering />
    </div>
  )
}

function hrefOf(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest(LINKS)?.getAttribute('href') ?? followed) : followed
}

/** Coming back from a page, the focus is where it was; drawing the list there takes two frames. */
function giveFocusBack(list: HTMLElement | null): void {
  if (followed === null) return
  const href = CSS.escape(followed)
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const link = list?.querySelector<HTMLElement>(`${LINKS}[href="${href}"]`)
      if (link && document.activeElement?.contains(link)) link.focus({ preventScroll: true })
    }),
  )
}

function Searched() {
  const List = Found.value
  return List ? <List /> : <p class="section-label">Preparing the search.</p>
}

function Filtering() {
  const Sheet = FilterSheet.value
  return filtering.value && Sheet ? <Sheet /> : null
}

const choose = (id: string) => void import('../store/agenda').then((agenda) => agenda.choose(id))

function ConferencePicker() {
  const all = conferences.value
  if (all.length < 2) return <p class="second conference-name">{conference.value?.name}</p>
  return (
    <label class="conference-picker">
      <span class="hidden-text">Conference</span>
      <select value={conference.value?.id} onChange={(event) => choose(event.currentTarget.value)}>
        {all.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  )
}

function NoAgenda() {
  const state = agendaState.value
  const words =
    state === 'loading'
      ? 'Fetching the agenda.'
      : state === 'offline'
        ? 'No network, and no agenda on this phone yet. It comes by itself once you are connected.'
        : 'No agenda yet. Import the file of your meeting.'
  return (
    <>
      <Heading title="Agenda" />
      <Empty words={words}>
        {state !== 'loading' && (
          <a class="text-button" href="/import">
            Import an agenda
          </a>
        )}
      </Empty>
    </>
  )
}
