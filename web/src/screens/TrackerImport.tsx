/** A table taken in: choose it, see what is new, what differs and what is not understood, then add. */
import { useState } from 'preact/hooks'
import { Chips } from '../parts/Chips'
import { ApiProblem } from '../store/api'
import { account } from '../store/session'
import { syncNow } from '../sync/state'
import { sendTable, type DayOrder, type Report } from './tracker_data'

const OFFLINE = 'Reading a table needs a network, since the server does it. Your file stays chosen; try again when you are connected.'
const SHOWN = 20
const ORDERS = [
  { value: 'dmy', words: 'Day first: 3/12 is 3 December' },
  { value: 'mdy', words: 'Month first: 12/3 is 3 December' },
] as const

export function TrackerImport() {
  return (
    <section>
      <h2 class="topic">Bring a table</h2>
      {account.value ? (
        <Choice />
      ) : (
        <p class="second">
          A table is read by the server, so this needs an account. <a href="/account">Make one or sign in</a>; all that you wrote comes along.
        </p>
      )}
    </section>
  )
}

function Choice() {
  const [file, setFile] = useState<File | null>(null)
  const [days, setDays] = useState<DayOrder | null>(null)
  const [report, setReport] = useState<Report | null>(null)
  const [done, setDone] = useState<Report | null>(null)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState('')
  const run = async (chosen: File, what: 'preview' | 'import', order: DayOrder | null) => {
    setBusy(true)
    setFault('')
    try {
      const answer = await sendTable(chosen, what, order)
      ;(what === 'import' ? setDone : setReport)(answer)
      if (what === 'import') await syncNow()
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem
      setFault(problem.type === 'offline' ? OFFLINE : problem.detail || problem.title)
    } finally {
      setBusy(false)
    }
  }
  const pick = (chosen: File | null) => {
    setFile(chosen)
    setDone(null)
    setReport(null)
    setDays(null)
    if (chosen) void run(chosen, 'preview', null)
  }
  const shown = done ?? report
  const order = (chosen: DayOrder) => {
    setDays(chosen)
    if (file) void run(file, 'preview', chosen)
  }
  return (
    <>
      <p class="second">CSV or Excel, with a column Name or E-mail. New people are added and empty fields filled; nothing that you have is changed.</p>
      <label class="field">
        <span class="label">File</span>
        <input type="file" accept=".csv,.tsv,.txt,.xlsx,.xls,.ods" onClick={(event) => (event.currentTarget.value = '')} onChange={(event) => pick(event.currentTarget.files?.[0] ?? null)} />
      </label>
      {busy && <p role="status">Reading the table</p>}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {file && fault && !busy && (
        <button type="button" class="text-button" onClick={() => void run(file, 'preview', days)}>
          Try again
        </button>
      )}
      {done && <p role="status">{`${people(done.counts.new)} added, ${done.counts.filled} filled in.`}</p>}
      {report && !done && (report.days_open || days) && (
        <div class="field">
          <span class="label">How are days like 3/12/2026 meant?</span>
          <Chips label="Order of days" wrap choices={ORDERS} chosen={days} onChoose={order} />
        </div>
      )}
      {shown && <Told report={shown} isDone={done !== null} />}
      {file && report && !done && !busy && report.counts.new + report.counts.filled > 0 && (
        <button type="button" class="button wide" onClick={() => void run(file, 'import', days)}>
          {words(report)}
        </button>
      )}
    </>
  )
}

function Told({ report, isDone }: { report: Report; isDone: boolean }) {
  const { counts } = report
  return (
    <div class="tracker-told">
      {!isDone && <p role="status">{`${report.rows === 1 ? '1 row' : `${report.rows} rows`}: ${people(counts.new)} new, ${counts.filled} to fill in, ${report.same} with nothing new.`}</p>}
      <List title="New" count={counts.new} lines={report.new.map((one) => `${one.name}: ${one.columns.join(', ')}`)} />
      <List title="Filled in" count={counts.filled} lines={report.filled.map((one) => `${one.name}: ${one.columns.join(', ')}`)} />
      <List title="Different, stays as it is here" count={counts.different} lines={report.different.map((one) => `${one.name}, ${one.column}: "${one.here}" here, "${one.file}" in row ${one.row}`)} />
      <List title="Deleted here" count={counts.deleted} lines={report.deleted.map((one) => `Row ${one.row}, ${one.name}: ${one.why}`)} />
      <List title="Not understood" count={counts.faults} lines={report.faults.map((one) => `Row ${one.row}, ${one.column}${one.value ? ` "${one.value}"` : ''}: ${one.why}`)} />
      {report.unknown_columns.length > 0 && <p class="second">Columns not read: {report.unknown_columns.join(', ')}</p>}
    </div>
  )
}

function List({ title, count, lines }: { title: string; count: number; lines: readonly string[] }) {
  if (count === 0) return null
  return (
    <details open={count <= SHOWN}>
      <summary>{`${title} · ${count}`}</summary>
      <ul class="bullets">
        {lines.slice(0, SHOWN * 10).map((line, at) => (
          <li key={at}>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
      {count > lines.length && <p class="second">{`${count - lines.length} more`}</p>}
    </details>
  )
}

const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`)

function words({ counts }: Report): string {
  if (counts.new === 0) return `Fill in ${people(counts.filled)}`
  return counts.filled === 0 ? `Add ${people(counts.new)}` : `Add ${people(counts.new)}, fill in ${counts.filled}`
}
