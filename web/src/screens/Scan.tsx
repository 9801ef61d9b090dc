/** Scan a badge: the code is stored before it is understood; then one sheet takes name, bullets, promise and ask. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useLocation, useRoute } from 'preact-iso'
import { useTitle } from '../parts/Heading'
import { Icon } from '../parts/Icon'
import { later } from '../parts/later'
import { say, Toast } from '../parts/Toast'
import { feelHit, feelRefusal, setSound, sound } from '../scanner/feedback'
import type { Hit } from '../scanner/scanner'
import { live } from '../store/records'
import { Capture } from './Capture'
import { agendaNames, begin, NotAPerson, NotStored, resume } from './capture_data'
import { Finder } from './ScanFinder'
import { Frozen } from './ScanFrozen'
import { NotSaved } from './ScanNotSaved'
import { countRow, countWords, startRow, type BadgeRow } from './scan_row'
import { after, closed, LOOKING, RESTING, type Shown } from './scan_shown'

const RowList = later(() => import('./ScanRow').then((module) => module.RowList))
const RowEnd = later(() => import('./ScanRow').then((module) => module.RowEnd))

export function ScanPage() {
  useTitle('Scan')
  const { route } = useLocation()
  const { query } = useRoute()
  const place = useRef<HTMLElement>(null)
  const row = useRow()
  const { shown, setShown, take, name } = useShown(query.name ?? null, row)
  const hit = shown.is === 'captured' || shown.is === 'unsaved' ? shown.hit : null

  useEffect(() => {
    place.current?.focus()
    const warming = setTimeout(() => agendaNames.value, 500) // the first look-up of a name shall not wait for it
    return () => clearTimeout(warming)
  }, [])
  const close = () => {
    setShown(closed)
    if (query.name) route('/people', true)
    else place.current?.focus()
  }
  const turn = (isOn: boolean) => {
    row.turn(isOn)
    setShown(!isOn && row.isBegun() ? { is: 'ended' } : LOOKING)
  }
  const end = row.isOn && row.isBegun() ? () => turn(false) : null
  return (
    <main class={`scanner at-scan ${shown.is}${row.isOn ? ' in-row' : ''}`} ref={place} tabIndex={-1} aria-label="Scan a badge">
      <h1 class="hidden-text">Scan a badge</h1>
      <Finder
        isResting={RESTING.includes(shown.is)}
        onHit={take}
        isRow={row.isOn}
        onRow={turn}
        list={row.isOn && <RowList row={row.row} onName={name} />}
      >
        {shown.is === 'no-person' && <NoPerson words={shown.words} scan={shown.scan} onName={name} />}
      </Finder>
      {hit && <Frozen hit={hit} />}
      <TopBar onEnd={end} />
      {shown.is === 'unsaved' && (
        <NotSaved
          key={shown.hit.raw}
          raw={shown.hit.raw}
          why={shown.why}
          more={shown.waiting.length}
          onRetry={() => take(shown.hit, shown.scan)}
          onLeave={close}
        />
      )}
      {shown.is === 'captured' && <Capture key={shown.captured.note} captured={shown.captured} onDone={close} />}
      {shown.is === 'ended' && <RowEnd row={row.row} onMore={() => turn(true)} onTold={row.tell} />}
      <Toast />
    </main>
  )
}

/** The row of badges that are scanned one after the other, and whether one does so now; leaving says what it holds. */
function useRow() {
  const row = useMemo(startRow, [])
  const [isOn, setOn] = useState(false)
  const isTold = useRef(false)
  const turn = (on: boolean) => {
    isTold.current = false
    setOn(on)
  }
  const isBegun = () => row.list.value.length > 0
  useEffect(
    () => () => {
      if (row.list.peek().length > 0 && !isTold.current) say(countWords(countRow(row.list.peek())))
    },
    [],
  )
  return { row, isOn, turn, isBegun, tell: () => void (isTold.current = true) }
}

/** What is shown, and the two ways on: a reading, or a stored scan that gets its name (at once the one of the address). */
function useShown(toName: string | null, { row, isOn }: { row: BadgeRow; isOn: boolean }) {
  const [shown, setShown] = useState<Shown>(LOOKING)
  const scans = live('scan').value
  const take = async (hit: Hit | null, stored: string | null = null) => {
    if (hit) performance.mark('hallway:read')
    const next = hit && isOn ? await addedTo(row, hit, stored) : await taken(hit, stored)
    if (hit) performance.mark('hallway:kept')
    setShown((now) => after(now, next, hit))
    if (next.is === 'no-person' || next.is === 'unsaved') feelRefusal()
    else if (hit && !isOn) feelHit()
  }
  const name = (id: string) => {
    const scan = scans.get(id)
    if (scan) setShown({ is: 'captured', captured: resume(scan), hit: null })
  }
  useEffect(() => {
    if (toName) name(toName)
  }, [toName])
  return { shown, setShown, take, name }
}

/** What comes of a reading; a fault of the phone or of the code is something to show, too. */
async function taken(hit: Hit | null, stored: string | null): Promise<Shown> {
  try {
    return { is: 'captured', captured: await begin(hit, stored), hit }
  } catch (fault) {
    if (fault instanceof NotAPerson) return { is: 'no-person', words: fault.message, scan: fault.scan }
    return unsaved(fault, hit)
  }
}

/** In a row the camera goes on, whatever the code says; only what could not be kept stops it. */
async function addedTo(row: BadgeRow, hit: Hit, stored: string | null): Promise<Shown> {
  try {
    const added = await row.add(hit, stored)
    if (added.words) feelRefusal()
    else feelHit()
    return LOOKING
  } catch (fault) {
    return unsaved(fault, hit)
  }
}

function unsaved(fault: unknown, hit: Hit | null): Shown {
  if (fault instanceof NotStored && hit) return { is: 'unsaved', why: fault.message, hit, scan: fault.scan, waiting: [] }
  throw fault
}

/** `onEnd`: closing first tells what the row holds. */
function TopBar({ onEnd }: { onEnd: (() => void) | null }) {
  return (
    <div class="top">
      {onEnd ? (
        <button type="button" class="round" aria-label="End the row" onClick={onEnd}>
          <Icon name="close" />
        </button>
      ) : (
        <a class="round" href="/" aria-label="Close the scanner">
          <Icon name="close" />
        </a>
      )}
      <button type="button" class="round" aria-pressed={sound.value} aria-label="Sound" onClick={() => setSound(!sound.value)}>
        <Icon name={sound.value ? 'loud' : 'quiet'} size={22} />
      </button>
      <a class="round wide" href="/badge">
        <Icon name="code" size={20} />
        My code
      </a>
    </div>
  )
}

/** Said plainly; a badge that only looks like something else can still be named. */
function NoPerson({ words, scan, onName }: { words: string; scan: string | null; onName: (scan: string) => void }) {
  return (
    <div class="no-person">
      <p role="alert">
        {words}
        {scan && ' The code is kept under People.'}
      </p>
      {scan && (
        <button type="button" class="text-button" onClick={() => onName(scan)}>
          It is a person: name them
        </button>
      )}
    </div>
  )
}
