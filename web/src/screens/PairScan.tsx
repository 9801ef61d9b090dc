/** The camera for a pairing code, inside the app: an app on a home screen has its own store, so the code must come here. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Tap } from '../parts/Tap'
import { startScanner, warmScanner } from '../scanner/scanner'

interface PairScanProps {
  /** Takes what was read; false where it is no pairing code of this installation. */
  onRead: (text: string) => boolean
  onClose: () => void
}

export function PairScan({ onRead, onClose }: PairScanProps) {
  const video = useRef<HTMLVideoElement>(null)
  const [said, setSaid] = useState("Point at the code on the other device's screen")
  const [dark, setDark] = useState(false)
  useEffect(() => {
    if (!video.current) return
    void warmScanner()
    const scanner = startScanner({
      video: video.current,
      onHit: (hit) => !onRead(hit.raw) && setSaid('This is another kind of code. Point at the one on the other device.'),
      onProblem: () => {
        setDark(true)
        setSaid('The camera cannot be used. Type the code below instead.')
      },
      onState: () => undefined,
    })
    return () => scanner.stop()
  }, [])
  return (
    <>
      <video class="pair-camera" hidden={dark} ref={video} playsInline muted autoPlay aria-hidden="true" />
      <p class="second" role="status">
        {said}
      </p>
      <Tap words={dark ? 'Close' : 'Stop the camera'} plain onTap={onClose} />
    </>
  )
}
