/** A text as a QR code that another phone can read. */
import { useMemo } from 'preact/hooks'
import { codeOf } from '../scanner/code'
import { BadgeCode } from './BadgeCode'
import { useInSight } from './CaptureSheet'

export function Shown({ text }: { text: string }) {
  const code = useMemo(() => codeOf(text), [text])
  const box = useInSight<HTMLDivElement>()
  return (
    <div class="shown-code" ref={box}>
      {code ? <BadgeCode code={code} label="The same as a QR code" /> : <p class="second">Too much for one QR code. Copy it instead.</p>}
    </div>
  )
}
