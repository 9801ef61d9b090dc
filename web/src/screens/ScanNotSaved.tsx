/** The write failed: the reading stays on the screen until it is safe somewhere. */
import { useMemo, useState } from 'preact/hooks'
import { codeOf } from '../scanner/code'
import { BadgeCode } from './BadgeCode'
import { CaptureSheet } from './CaptureSheet'

interface NotSavedProps {
  raw: string
  why: string
  onRetry: () => Promise<void>
  onLeave: () => void
}

export function NotSaved({ raw, why, onRetry, onLeave }: NotSavedProps) {
  const [isShown, setShown] = useState(false)
  const code = useMemo(() => codeOf(raw), [raw])
  return (
    // Escape tries again: only the button that says so lets the reading go
    <CaptureSheet label="Not saved" onClose={() => void onRetry()}>
      <div class="step">
        <div class="body">
          <p class="fault" role="alert">
            Not saved. {why}.
          </p>
          <h2>This badge is only on the screen</h2>
          <p class="second">Free some space on the phone and try again, copy the code, or show it to another phone.</p>
          {isShown && code && <BadgeCode code={code} label="The code that was read" />}
          <p class="second raw">{raw.slice(0, 500)}</p>
        </div>
        <div class="foot button-row">
          <button type="button" class="button" onClick={() => void onRetry()}>
            Try again
          </button>
          <Copy text={raw} />
          {code && (
            <button type="button" class="button quiet" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
              Show as QR
            </button>
          )}
          <button type="button" class="text-button plain" onClick={onLeave}>
            Let it go
          </button>
        </div>
      </div>
    </CaptureSheet>
  )
}

function Copy({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <button type="button" class="button quiet" onClick={() => void copy()}>
      {isCopied ? 'Copied' : 'Copy'}
    </button>
  )
}
