/** The sheet over the scanner: saved first, then name if needed, bullets, promise, ask, where, done. */
import { useRef, useState } from 'preact/hooks'
import { Icon } from '../parts/Icon'
import { Tap } from '../parts/Tap'
import { stateOf } from '../store/records'
import { savedWords } from '../views/followups'
import { zone } from './agenda_data'
import type { Captured } from './capture_data'
import { Naming } from './CaptureNaming'
import { CaptureSheet } from './CaptureSheet'
import { Story } from './CaptureStory'

/** What Escape does now; the step on the screen says it. */
export type Closing = { current: () => void }

export function Capture({ captured: begun, onDone }: { captured: Captured; onDone: () => void }) {
  const [captured, setCaptured] = useState(begun)
  const closing = useRef(onDone)
  return (
    <CaptureSheet label="Capture" onClose={() => closing.current()}>
      {captured.nameless ? (
        <Naming captured={captured} closing={closing} onNamed={setCaptured} onLater={onDone} />
      ) : (
        <Story captured={captured} closing={closing} onDone={onDone} />
      )}
    </CaptureSheet>
  )
}

/** "Saved on this phone, 10:43", and the way back where there is one. */
export function Saved({ captured, onUndo }: { captured: Captured; onUndo?: () => void }) {
  const state = captured.scan ? stateOf('scan', captured.scan) : stateOf('contact', captured.contact)
  return (
    <div class="saved">
      <p role="status">
        <Icon name="followups" size={20} />
        {savedWords(state, captured.at, zone.value)}
      </p>
      {onUndo && <Tap words="Undo" plain onTap={onUndo} />}
    </div>
  )
}
