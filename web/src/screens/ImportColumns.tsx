/** The columns of the file: what each was taken for, to be changed one by one; every change is checked at once. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Tap } from '../parts/Tap'
import { ApiProblem, type PlaceOfFault } from '../store/api'
import {
  checkWords,
  CHOICES,
  faultsAt,
  fieldWords,
  needsLook,
  ownChoices,
  picked,
  picksOf,
  sheetsWords,
  shownField,
  summary,
  SURE,
  surenessOf,
  SURENESS_WORDS,
  type Column,
  type Picks,
  type Table,
} from '../views/columns'
import '../style/import.css'
import type { Preview } from './import_data'

const PAUSE_MS = 250

interface ColumnsProps {
  preview: Preview
  /** Sends the columns of some tables; rejects with ApiProblem where they make no sense. */
  onMap: (mapping: Picks) => Promise<void>
}

export function ImportColumns({ preview, onMap }: ColumnsProps) {
  const tables = preview.mapping
  const [picks, setPicks] = useState<Picks>(() => picksOf(tables))
  const [open] = useState(() => preview.blocked !== null || needsLook(tables))
  const { faults, said, checking, send, flush } = useChecked(onMap)
  const pick = (table: Table, column: Column, field: string | null) => {
    const next = picked(picks, table.table, column.column, field)
    setPicks(next)
    send(next, table.table)
  }
  const forget = (table: Table) => {
    const next = { ...picks, [table.table]: {} }
    setPicks(next)
    send(next, table.table)
  }
  const { sessions, posters, people } = preview.report
  const held = `${amount(sessions, 'session')}, ${amount(posters, 'poster')} and ${people === 1 ? '1 person' : `${people.toLocaleString('en')} people`} with these columns.`
  const news = faults.length > 0 || said ? '' : preview.blocked !== null ? '' : `${held} ${summary(tables)}`
  return (
    <details class="columns" open={open} onFocusOut={flush}>
      <summary class="section-label">{title(tables)}</summary>
      <p class="second" role="status">
        {checking ? 'Checking the columns' : news}
      </p>
      {said && (
        <p class="fault" role="alert">
          {said}
        </p>
      )}
      {said && <Tap words="Check again" onTap={() => Object.keys(picks).forEach((table) => send(picks, table))} />}
      {tables.map((table, index) => (
        <TableColumns key={index} table={table} picks={picks[table.table] ?? {}} faults={faults} onPick={pick} onForget={() => forget(table)} />
      ))}
    </details>
  )
}

const amount = (count: number, word: string): string => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`

function title(tables: readonly Table[]): string {
  const count = tables.reduce((sum, table) => sum + table.columns.length, 0)
  if (count === 0) return 'Columns'
  const open = tables.flatMap((table) => table.columns.filter((column) => column.score < SURE && !column.chosen)).length
  return `Columns: ${count}${open > 0 ? `, ${open} to check` : ''}`
}

/** Changes are sent after a short pause, one request after the other; only the answer to the last one counts. */
function useChecked(onMap: ColumnsProps['onMap']) {
  const [faults, setFaults] = useState<PlaceOfFault[]>([])
  const [said, setSaid] = useState('')
  const [checking, setChecking] = useState(false)
  const waiting = useRef<Picks>({})
  const latest = useRef(0)
  const dirty = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const now = async () => {
    clearTimeout(timer.current)
    const mapping = waiting.current
    if (Object.keys(mapping).length === 0) return
    const mine = ++latest.current
    let problem: ApiProblem | null = null
    try {
      await onMap(mapping)
    } catch (fault) {
      if (!(fault instanceof ApiProblem)) throw fault
      problem = fault
    }
    if (mine !== latest.current) return
    // what was refused goes along with the next change
    if (!problem) waiting.current = {}
    setFaults(problem?.errors ?? [])
    setSaid(problem && problem.errors.length === 0 ? `${problem.detail || problem.title}. What you chose stays here.` : '')
    setChecking(false)
  }
  const send = (picks: Picks, table: string) => {
    waiting.current = { ...waiting.current, [table]: picks[table] ?? {} }
    dirty.current = true
    latest.current++
    setChecking(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(flush, PAUSE_MS)
  }
  const flush = () => {
    if (!dirty.current) return
    dirty.current = false
    void now()
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  return { faults, said, checking, send, flush }
}

interface TableProps {
  table: Table
  picks: Readonly<Record<string, string>>
  faults: readonly PlaceOfFault[]
  onPick: (table: Table, column: Column, field: string | null) => void
  onForget: () => void
}

function TableColumns({ table, picks, faults, onPick, onForget }: TableProps) {
  const where = sheetsWords(table.sheets)
  if (table.grid) return <p class="second">{where || 'This table'} is a grid of rooms and times. It is read as a whole, so there is nothing to choose.</p>
  return (
    <section>
      {where && <h3 class="section-label">{where}</h3>}
      {table.remembered && (
        <div class="notice">
          <p>These columns are as you set them last time.</p>
          <Tap words="Start from the proposal again" plain onTap={onForget} />
        </div>
      )}
      {faultsAt(faults, table.table).map((detail) => (
        <p key={detail} class="fault" role="alert">
          {detail}
        </p>
      ))}
      <Lacks table={table} />
      <ul class="rows">
        {table.columns.map((column) => (
          <ColumnRow
            key={column.column}
            column={column}
            pick={picks[column.column]}
            remembered={table.remembered}
            faults={faultsAt(faults, table.table, column.column)}
            onPick={(field) => onPick(table, column, field)}
          />
        ))}
      </ul>
    </section>
  )
}

function Lacks({ table }: { table: Table }) {
  const told = table.checks.flatMap(checkWords)
  if (told.length === 0) return null
  return (
    <ul class="lacks">
      {told.map(({ words, places, grave }) => (
        <li key={words} class={grave ? 'grave' : undefined}>
          {words}
          {places && <span class="second">{places}</span>}
        </li>
      ))}
    </ul>
  )
}

interface RowProps {
  column: Column
  pick: string | undefined
  remembered: boolean
  faults: readonly string[]
  onPick: (field: string | null) => void
}

function ColumnRow({ column, pick, remembered, faults, onPick }: RowProps) {
  const id = `column-${column.column}`
  const shown = shownField(column, pick)
  const sureness = surenessOf(column, pick, remembered)
  return (
    <li class="field column">
      <label for={id}>{column.header}</label>
      <p class="second">{column.samples.length > 0 ? column.samples.join(' · ') : 'Nothing in its cells'}</p>
      <select id={id} value={shown} aria-describedby={`${id}-state`} aria-invalid={faults.length > 0 || undefined} onChange={(event) => onPick(event.currentTarget.value)}>
        <option value="">{fieldWords('')}</option>
        {ownChoices(shown, column.proposed).map((field) => (
          <option key={field} value={field}>
            {fieldWords(field)}
          </option>
        ))}
        {CHOICES.map(({ label, fields }) => (
          <optgroup key={label} label={label}>
            {fields.map(([field, words]) => (
              <option key={field} value={field}>
                {words}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <div class="state" id={`${id}-state`}>
        {faults.map((detail) => (
          <p key={detail} class="fault" role="alert">
            {detail}
          </p>
        ))}
        {faults.length === 0 && <p class={sureness === 'check' ? 'to-check small' : 'second'}>{SURENESS_WORDS[sureness]}</p>}
      </div>
      {pick !== undefined && pick !== column.proposed && (
        <Tap words={`Undo: ${fieldWords(column.proposed)}`} label={`Undo for ${column.header}: ${fieldWords(column.proposed)}`} plain onTap={() => onPick(null)} />
      )}
    </li>
  )
}
