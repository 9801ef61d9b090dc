/** A text button: the quiet way to act on what stands above it. */
import { say } from './Toast'

export function Tap({ words, plain = false, label, onTap }: { words: string; plain?: boolean; label?: string | undefined; onTap: () => unknown }) {
  const tap = async () => {
    try {
      await onTap()
    } catch {
      say('That was not saved. Free some space on this phone, then try again.')
    }
  }
  return (
    <button type="button" class={plain ? 'text-button plain' : 'text-button'} aria-label={label} onClick={tap}>
      {words}
    </button>
  )
}
