/** A text button: the quiet way to act on what stands above it. */
export function Tap({ words, plain = false, label, onTap }: { words: string; plain?: boolean; label?: string | undefined; onTap: () => unknown }) {
  return (
    <button type="button" class={plain ? 'text-button plain' : 'text-button'} aria-label={label} onClick={() => void onTap()}>
      {words}
    </button>
  )
}
