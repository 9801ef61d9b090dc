/** The phone could not keep it: two ways to have it elsewhere, on the clipboard or on another phone. */
import { useState } from 'preact/hooks'
import { later } from '../parts/later'

const Shown = later(() => import('./ScanShown').then((module) => module.Shown))

export function Elsewhere({ text, quiet = false }: { text: string; quiet?: boolean }) {
  const [isShown, setShown] = useState(false)
  const look = quiet ? 'text-button plain' : 'button quiet'
  return (
    <>
      <Copy text={text} look={look} />
      <button type="button" class={look} aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        Show as QR
      </button>
      {isShown && <Shown text={text} />}
    </>
  )
}

function Copy({ text, look }: { text: string; look: string }) {
  const [words, setWords] = useState('Copy')
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setWords('Copied'),
      () => setWords('Not copied'),
    )
  }
  return (
    <button type="button" class={look} aria-live="polite" onClick={copy}>
      {words}
    </button>
  )
}
