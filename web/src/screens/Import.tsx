/** Import: choose a file or paste a link, see what was understood, answer what only a person knows, then take it in. */
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Back, useTitle } from '../parts/Heading'
import { later } from '../parts/later'
import { Tap } from '../parts/Tap'
import { online } from '../platform/screen'
import { ApiProblem } from '../store/api'
import { choose, conferences, refreshAnew } from '../store/agenda'
import { account } from '../store/session'
import type { Picks } from '../views/columns'
import { hostOf } from '../views/sources'
import { Address, forgetLink } from './ImportAddress'
import { Changes, Counts, Remarks, Understood } from './ImportPreview'
import { Bar } from './ImportProgress'
import { RecoveryCodes } from './RecoveryCodes'
import { SignForm } from './SignForm'
import { change, fetchFrom, isOpen, run, signedInFor, upload, type Chosen, type Preview, type Progress, type Report } from './import_data'

const Sources = later(() => import('./ImportSources').then((module) => module.Sources))

const stays = (what: Chosen | null): string => (what && 'url' in what ? 'Your link stays here' : 'Your file stays chosen')
const offline = (what: Chosen | null): string =>
  `Importing needs a network, since the server reads the file. ${stays(what)}; try again when you are connected.`

export function ImportPage() {
  useTitle('Import')
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [progress, setProgress] = useState<Progress | null>(null)
  const [report, setReport] = useState<Report | null>(null)
  const [said, setSaid] = useState('')
  const [again, setAgain] = useState(false)
  const [busy, setBusy] = useState(false)

  // answers go one after the other, so that a name typed just before the zone is not lost to it
  const queue = useRef<Promise<void>>(Promise.resolve())
  const sound = useRef(true)
  const [unsound, setUnsound] = useState(false)
  const ask = (work: () => Promise<void>, what = chosen): Promise<void> => {
    queue.current = queue.current.then(() => tried(work, what))
    return queue.current
  }
  const refused = useRef(false)
  const tried = async (work: () => Promise<void>, what: Chosen | null) => {
    setBusy(true)
    setSaid('')
    setAgain(false)
    refused.current = false
    try {
      await work()
    } catch (fault) {
      refused.current = true
      if (!(fault instanceof ApiProblem)) throw fault
      setSaid(refusal(fault, what))
      setAgain(fault.status === 0 || fault.status >= 500 || fault.type === 'portal')
    } finally {
      setProgress(null)
      setBusy(false)
    }
  }
  const send = (what: Chosen) => {
    setSaid(online.value ? '' : offline(what))
    setAgain(!online.value)
    if (online.value) void ask(async () => setPreview(await ('file' in what ? upload(what.file) : fetchFrom(what.url))), what)
  }
  const pick = (what: Chosen | null) => {
    judge(true)
    setPreview(null)
    setReport(null)
    setSaid('')
    setChosen(what)
    if (what && account.value) send(what)
  }
  const goOn = signedInFor.value
  useEffect(() => {
    if (!goOn) return
    signedInFor.value = null
    pick(goOn)
  }, [goOn])
  // who left while they were signed in is done with the file: whoever opens the page next may be somebody else
  const isLeft = useRef(false)
  useLayoutEffect(() => () => void (isLeft.current = !isOpen()), [])
  const goOnWith = (what: Chosen) => {
    if (isOpen() && !isLeft.current) signedInFor.value = what
  }
  const judge = (makesSense: boolean) => {
    sound.current = makesSense
    setUnsound(!makesSense)
  }
  const map = (id: string, mapping: Picks): Promise<void> => {
    const done = queue.current.then(async () => setPreview(await change(id, { mapping })))
    // senseless columns are told beside them, and nothing is imported meanwhile
    queue.current = done.then(() => judge(true), () => judge(false))
    return done
  }
  const taking = useRef(false)
  /** Imports once the last answers are in; not where one of them was refused, which is then on the screen. */
  const take = async () => {
    if (taking.current) return
    taking.current = true
    try {
      await queue.current
      if (preview && sound.current && !refused.current) await ask(() => runIt(preview.id))
    } finally {
      taking.current = false
    }
  }
  const runIt = async (id: string) => {
    setProgress({ stage: 'read', done: 0, total: 0 })
    setReport(await run(id, setProgress))
    if (chosen && 'url' in chosen) forgetLink()
    await refreshAnew()
  }
  const file = chosen && 'file' in chosen ? chosen.file : null
  const ofLink = chosen !== null && file === null && !preview
  if (report) return <Finished report={report} name={preview?.conference.name ?? ''} onMore={() => pick(null)} />
  return (
    <>
      <Back href="/" words="Agenda" />
      <h1>Import an agenda</h1>
      <p class="second">
        A calendar (.ics), a table (CSV, Excel), a PDF, a saved web page or nearly any other programme: as a file, or by its link. An agenda that you
        import is seen by you only.
      </p>
      <FileChoice file={file} onPick={(picked) => pick(picked && { file: picked })} />
      {file ? <Tap words="Use a link instead" plain onTap={() => pick(null)} /> : <Address busy={busy} fault={ofLink ? said : ''} onFetch={(url) => pick({ url })} />}
      {said && !ofLink && (
        <p class="fault" role="alert">
          {said}
        </p>
      )}
      <RecoveryCodes />
      {chosen && !account.value && (
        <section>
          <p class="notice">Importing needs an account, since the server reads the file. {stays(chosen)} and everything you wrote comes along.</p>
          <SignForm onDone={() => goOnWith(chosen)} />
        </section>
      )}
      {busy && !preview && <p role="status">{chosen && 'url' in chosen ? `Asking ${hostOf(chosen.url)}` : `Reading ${file?.name}`}</p>}
      {file && account.value && again && !preview && !busy && <Tap words="Try again" onTap={() => send({ file })} />}
      {preview && !progress && (
        <Understood key={preview.id} preview={preview} busy={busy} onChange={(changes) => ask(async () => setPreview(await change(preview.id, changes)))} onMap={(mapping) => map(preview.id, mapping)} />
      )}
      {progress && <Bar progress={progress} />}
      {preview && !progress && <Take preview={preview} unsound={unsound} onTake={() => void take()} />}
      {!preview && !busy && <Sources onImport={(url) => pick({ url })} />}
    </>
  )
}

/** A refused file in one sentence: what is wrong with it, and where. */
function refusal(fault: ApiProblem, what: Chosen | null): string {
  if (fault.type === 'offline') return offline(what)
  if (fault.type === 'portal') return `This network wants a sign-in of its own first. ${stays(what)}.`
  const places = fault.errors.map((error) => error.detail).join(' ')
  return fault.detail || places || fault.title
}

function Take({ preview, unsound, onTake }: { preview: Preview; unsound: boolean; onTake: () => void }) {
  const open = preview.questions.some((question) => question.kind === 'zone')
  // the field that is typed in keeps the focus until the tap is here: what leaving it changes would move the button away
  const tap = (event: { currentTarget: HTMLElement }) => {
    const typedIn = document.activeElement
    if (typedIn instanceof HTMLElement && typedIn !== event.currentTarget) typedIn.blur()
    onTake()
  }
  return (
    <div class="take">
      {open && <p class="second">Without the zone, times are shown as the file says them and nothing can be “now”.</p>}
      <button type="button" class="button wide" disabled={unsound || preview.blocked !== null} onMouseDown={(event) => event.preventDefault()} onClick={tap}>
        {open ? 'Import with the time zone open' : 'Import'}
      </button>
    </div>
  )
}

function FileChoice({ file, onPick }: { file: File | null; onPick: (file: File | null) => void }) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const had = useRef(false)
  useEffect(() => {
    const field = input.current
    // the browser would go on showing the name of a file that is chosen no more
    if (field && had.current && !file) {
      field.value = ''
      field.focus()
    }
    // nor would it name one that was chosen before the page was made anew
    if (field && file && field.files?.length === 0) field.files = listOf(file)
    had.current = file !== null
  }, [file])
  return (
    <div class="field">
      <label class="label" for={id}>
        File
      </label>
      <input ref={input} id={id} type="file" name="agenda" onChange={(event) => onPick(event.currentTarget.files?.[0] ?? null)} />
      {file && <span class="second">{`${file.name}, ${Math.max(1, Math.round(file.size / 1000)).toLocaleString('en')} kB`}</span>}
    </div>
  )
}

function listOf(file: File): FileList {
  const list = new DataTransfer()
  list.items.add(file)
  return list.files
}

function Finished({ report, name, onMore }: { report: Report; name: string; onMore: () => void }) {
  const { route } = useLocation()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (document.activeElement === document.body) title.current?.focus() // the button that was tapped is gone
  }, [])
  const found = () => conferences.value.find((one) => one.mine && one.slug === report.conference)
  const conference = found()
  const openIt = async () => {
    if (!found()) await refreshAnew() // else another agenda would open: the list may not be here yet
    const own = found()
    if (own) await choose(own.id)
    route('/')
  }
  return (
    <>
      <Back href="/" words="Agenda" />
      <h1 ref={title} tabIndex={-1}>
        Imported
      </h1>
      <p class="second">{conference?.name ?? (name || report.conference)}</p>
      <Counts report={report} />
      <Changes report={report} />
      <Remarks warnings={report.warnings} />
      <button type="button" class="button wide" onClick={openIt}>
        Open the agenda
      </button>
      <Tap words="Import another" plain onTap={onMore} />
    </>
  )
}
