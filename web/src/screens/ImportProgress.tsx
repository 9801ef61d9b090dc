/** How far an import is, stage by stage. */
import type { Progress } from './import_data'

const STAGES: Readonly<Record<string, string>> = {
  read: 'Reading the file',
  people: 'Sorting out who is who',
  compare: 'Comparing with what is there',
  write: 'Writing it down',
}

export function Bar({ progress }: { progress: Progress }) {
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
