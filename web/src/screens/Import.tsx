/** Import: choose a file, see what was understood, answer what only a person knows, then take it in. */
import { useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Back, useTitle } from '../parts/Heading'
import { Tap } from '../parts/Tap'
import { online } from '../platform/screen'
import { ApiProblem } from '../store/api'
import { choose, conferences, refreshAnew } from '../store/agenda'
import { account } from '../store/session'
import { SignForm } from './Account'
import { Changes, Counts, Remarks, Understood } from './ImportPreview'
import { change, run, upload, type Preview, type Progress, type Report } from './import_data'

const STAGES: Readonly<Record<string, string>> = {
  read: 'Reading the file',
  people: 'Sorting out who is who',
  compare: 'Comparing with what is there',
  write: 'Writing it down',
}

const OFFLINE = 'Importing needs a network, since the server reads the file. Your file stays chosen; try again when you are connected.'

export function ImportPage() {
  useTitle('Import')
  const [file, setFile] = useState<File | null>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [progress, setProgress] = useState<Progress | null>(null)
  const [report, setReport] = useState<Report | null>(null)
  const [said, setSaid] = useState('')
  const [again, setAgain] = useState(false)
  const [busy, setBusy] = useState(false)

  // answers go one after the other, so that a name typed just before the zone is not lost to it
  const queue = useRef<Promise<void>>(Promise.resolve())
  const ask = (work: () => Promise<void>): Promise<void> => {
    queue.current = queue.current.then(() => tried(work))
    return queue.current
  }
  const tried = async (work: () => Promise<void>) => {
    setBusy(true)
    setSaid('')
    setAgain(false)
    try {
      await work()
    } catch (fault) {
      if (!(fault instanceof ApiProblem)) throw fault
      setSaid(refusal(fault))
      setAgain(fault.status === 0 || fault.status >= 500 || fault.type === 'portal')
    } finally {
      setProgress(null)
      setBusy(false)
    }
  }
  const send = (chosen: File) => {
    setSaid(online.value ? '' : OFFLINE)
    setAgain(!online.value)
    if (online.value) void ask(async () => setPreview(await upload(chosen)))
  }
  const pick = (chosen: File | null) => {
    setPreview(null)
    setReport(null)
    setSaid('')
    setFile(chosen)
    if (chosen && account.value) send(chosen)
  }
  const take = () =>
    ask(async () => {
      if (!preview) return
      setProgress({ stage: 'read', done: 0, total: 0 })
      setReport(await run(preview.id, setProgress))
      await refreshAnew()
    })
  if (report) return <Finished report={report} name={preview?.conference.name ?? ''} onMore={() => pick(null)} />
  return (
    <>
      <Back href="/" words="Agenda" />
      <h2>Import an agenda</h2>
      <p class="second">
        A calendar file (.ics), a schedule (frab XML or JSON), or a table (CSV, TSV, Excel). The name of the file does not matter. An agenda that
        you import is seen by you only.
      </p>
      <FileChoice file={file} onPick={pick} />
      {said && (
        <p class="fault" role="alert">
          {said}
        </p>
      )}
      {file && !account.value && (
        <section>
          <p class="notice">Importing needs an account, since the server reads the file. Your file stays chosen and everything you wrote here comes along.</p>
          <SignForm onDone={() => send(file)} />
        </section>
      )}
      {busy && !preview && <p role="status">Reading {file?.name}</p>}
      {file && account.value && again && !preview && !busy && <Tap words="Try again" onTap={() => send(file)} />}
      {preview && !progress && (
        <Understood key={preview.id} preview={preview} busy={busy} onChange={(changes) => ask(async () => setPreview(await change(preview.id, changes)))} />
      )}
      {progress && <Bar progress={progress} />}
      {preview && !progress && <Take preview={preview} busy={busy} onTake={take} />}
    </>
  )
}

/** A refused file in one sentence: what is wrong with it, and where. */
function refusal(fault: ApiProblem): string {
  if (fault.type === 'offline') return OFFLINE
  if (fault.type === 'portal') return 'This network wants a sign-in of its own first. Your file stays chosen.'
  const places = fault.errors.map((error) => error.detail).join(' ')
  return fault.detail || places || fault.title
}

function Take({ preview, busy, onTake }: { preview: Preview; busy: boolean; onTake: () => void }) {
  const open = preview.questions.some((question) => question.kind === 'zone')
  return (
    <div class="take">
      {open && <p class="second">Without the zone, times are shown as the file says them and nothing can be “now”.</p>}
      <button type="button" class="button wide" disabled={busy} onClick={onTake}>
        {open ? 'Import with the time zone open' : 'Import'}
      </button>
    </div>
  )
}

function FileChoice({ file, onPick }: { file: File | null; onPick: (file: File | null) => void }) {
  return (
    <label class="field">
      <span class="label">File</span>
      <input type="file" name="agenda" onChange={(event) => onPick(event.currentTarget.files?.[0] ?? null)} />
      {file && <span class="second">{`${file.name}, ${Math.max(1, Math.round(file.size / 1000)).toLocaleString('en')} kB`}</span>}
    </label>
  )
}

function Bar({ progress }: { progress: Progress }) {
  const { stage, done, total } = progress
  return (
    <div role="status">
      <p>{STAGES[stage] ?? stage}</p>
      {total > 0 ? <progress max={total} value={Math.min(done, total)} aria-label="Progress" /> : <progress aria-label="Progress" />}
      {total > 0 && (
        <p class="second tabular">
          {done.toLocaleString('en')} of {total.toLocaleString('en')}
        </p>
      )}
    </div>
  )
}

function Finished({ report, name, onMore }: { report: Report; name: string; onMore: () => void }) {
  const { route } = useLocation()
  const conference = conferences.value.find((one) => one.mine && one.slug === report.conference)
  const openIt = async () => {
    if (conference) await choose(conference.id)
    route('/')
  }
  return (
    <>
      <Back href="/" words="Agenda" />
      <h2>Imported</h2>
      <p class="second">{conference?.name ?? (name || report.conference)}</p>
      <Counts report={report} />
      <Changes report={report} />
      <Remarks warnings={report.warnings} />
      <button type="button" class="button wide" onClick={openIt}>
        Open the agenda
      </button>
      <Tap words="Import another file" plain onTap={onMore} />
    </>
  )
}
