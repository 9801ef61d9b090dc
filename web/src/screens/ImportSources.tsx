/** One's own conferences that came from a link: when each was last looked at, what came of it, and looking again. */
import { useEffect, useState } from 'preact/hooks'
import { Tap } from '../parts/Tap'
import { online } from '../platform/screen'
import { conferences, refreshAnew } from '../store/agenda'
import { ApiProblem } from '../store/api'
import { account } from '../store/session'
import { hostOf, lookedWords, type Source } from '../views/sources'
import { Bar } from './ImportProgress'
import { checkForChanges, listSources, type Progress } from './import_data'

const OFFLINE = 'Checking for changes needs a network. What is on this phone stays as it is.'

export function Sources({ onImport }: { onImport: (url: string) => void }) {
  const [sources, setSources] = useState<Source[]>([])
  const [checking, setChecking] = useState<string | null>(null)
  const [progress, setProgress] = useState<Progress | null>(null)
  const [said, setSaid] = useState('')
  const owner = account.value?.id
  const load = () => listSources().then(setSources, passing)
  useEffect(() => {
    if (owner && online.value) void load()
  }, [owner, online.value])
  const check = async (id: string) => {
    setSaid(online.value ? '' : OFFLINE)
    if (!online.value) return
    setChecking(id)
    try {
      await checkForChanges(id, setProgress)
      await refreshAnew()
    } catch (fault) {
      if (!(fault instanceof ApiProblem)) throw fault
      setSaid(fault.type === 'offline' ? OFFLINE : fault.detail || fault.title)
    } finally {
      await load()
      setProgress(null)
      setChecking(null)
    }
  }
  const shown = sources.filter((one) => conferences.value.some(({ id }) => id === one.conference))
  if (!owner || shown.length === 0) return null
  return (
    <section>
      <h2 class="section-label">From a link</h2>
      <ul class="rows">
        {shown.map((one) => (
          <Row key={one.conference} source={one} progress={checking === one.conference ? progress : null} busy={checking !== null} onCheck={check} onImport={onImport} />
        ))}
      </ul>
      {said && (
        <p class="fault" role="alert">
          {said}
        </p>
      )}
    </section>
  )
}

interface RowProps {
  source: Source
  progress: Progress | null
  busy: boolean
  onCheck: (conference: string) => Promise<void>
  onImport: (url: string) => void
}

function Row({ source, progress, busy, onCheck, onImport }: RowProps) {
  const name = conferences.value.find((one) => one.id === source.conference)?.name ?? ''
  return (
    <li class="source">
      <p>
        <strong>{name}</strong> <span class="second">{hostOf(source.url)}</span>
      </p>
      <p class="second" role="status">
        {lookedWords(source, new Date())}
      </p>
      {progress ? (
        <Bar progress={progress} />
      ) : (
        <div class="button-row">
          <Tap words="Check for changes" label={`Check for changes: ${name}`} onTap={() => !busy && onCheck(source.conference)} />
          {source.result === 'part' && <Tap words="Look at it" label={`Look at it: ${name}`} plain onTap={() => onImport(source.url)} />}
        </div>
      )}
    </li>
  )
}

/** The list is a help: without an answer the screen works as before. */
function passing(fault: unknown): void {
  if (!(fault instanceof ApiProblem)) throw fault
}
