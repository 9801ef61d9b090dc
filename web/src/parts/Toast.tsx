/** One line that says what just happened, with an undo where there is one. */
import { signal } from '@preact/signals'

const SHOWN_FOR = 7000

interface Said {
  words: string
  undo: (() => Promise<void>) | null
}

const said = signal<Said | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined

/** Says it for seven seconds; `undo` takes it back. */
export function say(words: string, undo: (() => Promise<void>) | null = null): void {
  clearTimeout(timer)
  said.value = { words, undo }
  timer = setTimeout(() => (said.value = null), SHOWN_FOR)
}

export function Toast() {
  const shown = said.value
  const undo = shown?.undo
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <div class="toast">
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
