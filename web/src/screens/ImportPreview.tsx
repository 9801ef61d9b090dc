/** What was understood of a file, and the questions that only a person can answer. */
import { useState } from 'preact/hooks'
import { Chips } from '../parts/Chips'
import { Field } from '../parts/Field'
import { later } from '../parts/later'
import type { Picks } from '../views/columns'
import { grouped, placesWords } from '../views/remarks'
import { fileWhen } from '../views/when'
import type { Preview, Question, Report } from './import_data'
import { ZoneField } from './ZoneField'

const ImportColumns = later(() => import('./ImportColumns').then((module) => module.ImportColumns))

interface UnderstoodProps {
  preview: Preview
  busy: boolean
  onChange: (changes: Record<string, unknown>) => void
  onMap: (mapping: Picks) => Promise<void>
}

/** The questions first, then the counts, the rows, the mapping and the remarks. */
export function Understood({ preview, busy, onChange, onMap }: UnderstoodProps) {
  const { report, conference } = preview
  const [name, setName] = useState(conference.name)
  const rename = () => {
    if (name.trim() && name.trim() !== conference.name) onChange({ name: name.trim() })
  }
  return (
    <section>
      <h2 class="section-label">What was understood</h2>
      {preview.blocked === null && <Counts report={report} />}
      {preview.blocked !== null && (
        <p class="fault" role="alert">
          {preview.blocked}
        </p>
      )}
      {conference.known && preview.blocked === null && <Changes report={report} />}
      <Field label="Name of the meeting" value={name} onInput={setName} onBlur={rename} />
      {preview.questions.map((question) =>
        question.kind === 'zone' ? (
          <ZoneField key="zone" label="Time zone of the venue" hint={question.message} chosen="" first={question.choices} onChoose={(zone) => onChange({ zone })} />
        ) : (
          <Choice key={question.kind} question={question} busy={busy} onAnswer={(answer) => onChange({ [question.kind]: answer })} />
        ),
      )}
      {conference.zone && <p class="second">Times are those of {conference.zone.replaceAll('_', ' ')}.</p>}
      <Samples preview={preview} />
      {preview.mapping.length > 0 && <ImportColumns preview={preview} onMap={onMap} />}
      <Remarks warnings={report.warnings} />
    </section>
  )
}

export function Counts({ report }: { report: Report }) {
  const counts = [
    [report.sessions, 'session', 'sessions'],
    [report.posters, 'poster', 'posters'],
    [report.people, 'person', 'people'],
    [report.rooms, 'room', 'rooms'],
    [report.tracks, 'track', 'tracks'],
  ] as const
  return (
    <dl class="counts">
      {counts.map(([count, one, many]) => (
        <div key={many}>
          <dt>{count === 1 ? one : many}</dt>
          <dd>{count.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  )
}

function Samples({ preview }: { preview: Preview }) {
  if (preview.samples.length === 0) return null
  return (
    <>
      <h2 class="section-label">The first rows</h2>
      <ul class="rows samples">
        {preview.samples.map((row, index) => (
          <li key={index}>
            <p class="name">{row.title}</p>
            <p class="second tabular">
              {[row.when && fileWhen(row.when), row.room, row.track, row.board && `board ${row.board}`].filter((part) => part).join(' · ')}
            </p>
            {row.people.length > 0 && <p class="second">{row.people.join(', ')}</p>}
          </li>
        ))}
      </ul>
    </>
  )
}

/** What was not understood, with its place; remarks of the same words together. */
export function Remarks({ warnings }: { warnings: Report['warnings'] }) {
  if (warnings.length === 0) return null
  return (
    <details>
      <summary class="section-label">{warnings.length === 1 ? '1 remark' : `${warnings.length} remarks`}</summary>
      <ul class="remarks">
        {grouped(warnings).map(({ message, places }) => (
          <li key={message}>
            {message}
            <span class="second">{[places.length > 1 ? `${places.length} times` : '', placesWords(places)].filter((part) => part).join(': ')}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

const CHOICE_WORDS: Readonly<Record<string, string>> = {
  dmy: 'Day first',
  mdy: 'Month first',
  add: 'Add to what is there',
  replace: 'Replace what is there',
}

/** The order of day and month, or whether a short file is the whole agenda or a part of it. */
function Choice({ question, busy, onAnswer }: { question: Question; busy: boolean; onAnswer: (answer: string) => void }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const choices = question.choices.map((value) => ({ value, words: CHOICE_WORDS[value] ?? value }))
  const answer = (value: string) => {
    setChosen(value)
    onAnswer(value)
  }
  return (
    <div class="field">
      <span class="label">{question.message}</span>
      <Chips label={question.message} wrap choices={choices} chosen={busy ? chosen : null} onChoose={answer} />
    </div>
  )
}

export function Changes({ report }: { report: Report }) {
  const parts = [
    [report.added, 'new'],
    [report.changed, 'changed'],
    [report.moved, 'moved'],
    [report.cancelled, 'cancelled'],
    [report.unchanged, 'as before'],
  ] as const
  const told = parts.filter(([count]) => count > 0).map(([count, words]) => `${count.toLocaleString('en')} ${words}`)
  return <p class="second">{told.join(', ') || 'Nothing changes.'}</p>
}
