/** The tracker: everyone as one table, out as a file and in from one. The table needs no network. */
import { useState } from 'preact/hooks'
import '../style/tracker.css'
import { Back, useTitle } from '../parts/Heading'
import { later } from '../parts/later'
import { Empty } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { online } from '../platform/screen'
import { ApiProblem } from '../store/api'
import { account } from '../store/session'
import { COLUMNS, SHOWN, sorted, type Line, type Order } from '../views/tracker'
import { handOutCsv, handOutXlsx, lines } from './tracker_data'

const TrackerImport = later(() => import('./TrackerImport').then((module) => module.TrackerImport))
const STEP = 100

export function TrackerPage() {
  useTitle('Tracker')
  const count = lines.value.length
  return (
    <div class="tracker">
      <Back href="/people" words="People" />
      <h1>Tracker</h1>
      <p class="second">Everyone in one table, from what you keep on this device.</p>
      {count === 0 ? (
        <Empty words="Nobody yet. Scan a badge, type a name, or bring a table that you keep already.">
          <a class="text-button" href="/scan">
            Scan a badge
          </a>
        </Empty>
      ) : (
        <Table />
      )}
      {count > 0 && <Files />}
      <TrackerImport />
    </div>
  )
}

function Table() {
  const [order, setOrder] = useState<Order>({ column: 0, down: false })
  const [most, setMost] = useState(STEP)
  const all = sorted(lines.value, order)
  const sort = (column: number) => setOrder({ column, down: order.column === column && !order.down })
  return (
    <>
      {/* the box scrolls by itself and takes the focus, so that the keyboard can move it */}
      <div class="tracker-box" role="region" aria-label="Tracker table" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {COLUMNS.slice(0, SHOWN).map((name, column) => (
                <ColumnHead key={name} name={name} sort={order.column === column ? (order.down ? 'descending' : 'ascending') : undefined} onSort={() => sort(column)} />
              ))}
            </tr>
          </thead>
          <tbody>
            {all.slice(0, most).map((line) => (
              <PersonRow key={line.id} line={line} />
            ))}
          </tbody>
        </table>
      </div>
      {all.length > most && <Tap words={`Show ${Math.min(STEP, all.length - most)} more of ${all.length}`} onTap={() => setMost(most + STEP)} />}
    </>
  )
}

function ColumnHead({ name, sort, onSort }: { name: string; sort: 'ascending' | 'descending' | undefined; onSort: () => void }) {
  return (
    <th scope="col" aria-sort={sort}>
      <button type="button" onClick={onSort}>
        {name}
        <span aria-hidden="true">{sort === undefined ? '' : sort === 'ascending' ? ' ↑' : ' ↓'}</span>
      </button>
    </th>
  )
}

function PersonRow({ line }: { line: Line }) {
  const [name, ...rest] = line.cells.slice(0, SHOWN)
  return (
    <tr>
      <th scope="row">
        <a href={`/people/${line.id}`}>
          <bdi>{name || 'No name yet'}</bdi>
        </a>
      </th>
      {rest.map((cell, at) => (
        <td key={at}>
          <bdi>{cell}</bdi>
        </td>
      ))}
    </tr>
  )
}

function Files() {
  const [fault, setFault] = useState('')
  const workbook = async () => {
    setFault('')
    try {
      await handOutXlsx()
      say('The workbook is made')
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem
      setFault(problem.type === 'offline' ? 'The workbook comes from the server; try again with a network, or take the CSV file.' : problem.detail || problem.title)
    }
  }
  return (
    <section>
      <h2 class="topic">Take it with you</h2>
      <p class="second">As a CSV file, made on this device.{account.value ? ' As an Excel workbook, with what was sent to the server.' : ''}</p>
      <div class="button-row">
        <Tap words="Save as CSV" onTap={handOutCsv} />
        {account.value && <Tap words="Save as Excel" onTap={workbook} />}
      </div>
      {account.value && !online.value && <p class="second">No network now: only the CSV file can be made.</p>}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </section>
  )
}
