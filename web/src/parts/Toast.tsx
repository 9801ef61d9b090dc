/** One line that says what just happened, with an undo where there is one. */
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'

const SHOWN_FOR = 7000
/** What can be taken back is there for longer: one has to read it, decide, and reach it. */
const UNDO_FOR = 12_000

interface Said {
  words: string
  undo: (() => Promise<void>) | null
  /** The address where it was said. */
  at: string
}

const said = signal<Said | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined

/** Says it for a while; `undo` takes it back. */
export function say(words: string, undo: (() => Promise<void>) | null = null): void {
  said.value = { words, undo, at: location.pathname }
  goLater()
}

const stay = (): void => clearTimeout(timer)

function goLater(): void {
  stay()
  timer = setTimeout(() => (said.value = null), said.peek()?.undo ? UNDO_FOR : SHOWN_FOR)
}

export function Toast() {
  const shown = said.value
  const undo = shown?.undo
  const { path } = useLocation()
  // what can be taken back stays in reach; a mere word about another place does not
  useEffect(() => {
    const { at, undo: back } = said.peek() ?? {}
    if (at !== path && !back) said.value = null
  }, [path])
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <div class="toast" onPointerEnter={stay} onPointerLeave={goLater} onFocusIn={stay} onFocusOut={goLater}>
          <span>{shown.words}</span>
          {undo && (
            <button
              type="button"
              onClick={async () => {
                said.value = null
                await undo()
              }}
            >
              Undo
            </button>
          )}
        </div>
      )}
    </div>
  )
}
