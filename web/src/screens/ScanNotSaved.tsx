/** The write failed: the reading stays on the screen until it is safe somewhere. */
import { CaptureSheet } from './CaptureSheet'
import { Elsewhere } from './ScanElsewhere'

interface NotSavedProps {
  raw: string
  why: string
  /** How many others could not be kept either. */
  more: number
  onRetry: () => Promise<void>
  onLeave: () => void
}

export function NotSaved({ raw, why, more, onRetry, onLeave }: NotSavedProps) {
  return (
    // Escape tries again: only the button that says so lets the reading go
    <CaptureSheet label="Not saved" onClose={() => void onRetry()}>
      <div class="step">
        <div class="body">
          <p class="fault" role="alert">
            Not saved. {why}.{more > 0 && ` ${more} more after this one.`}
          </p>
          <h2>This badge is only on the screen</h2>
          <p class="second">Free some space on the phone and try again, copy the code, or show it to another phone.</p>
          <p class="second raw">
            <bdi>{raw.slice(0, 500)}</bdi>
          </p>
          <div class="button-row">
            <Elsewhere text={raw} />
          </div>
        </div>
        <div class="foot button-row">
          <button type="button" class="button" onClick={() => void onRetry()}>
            Try again
          </button>
          <button type="button" class="text-button plain" onClick={onLeave}>
            Let it go
          </button>
        </div>
      </div>
    </CaptureSheet>
  )
}
