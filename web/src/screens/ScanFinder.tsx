/** The camera with its two fallbacks, which are always on the screen. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../parts/Icon'
import { decodePicture, startScanner, warmScanner, type Hit, type Reason, type Scanner } from '../scanner/scanner'
import { CameraHelp } from './ScanHelp'

const AIM = 'Point at the code on the badge'
const AIM_ON = 'Point at one badge after the other'

interface FinderProps {
  /** A sheet is open: what the camera sees now is nobody's scan. */
  isResting: boolean
  onHit: (hit: Hit | null) => Promise<void>
  /** Badge after badge, without the sheet. */
  isRow: boolean
  onRow: (isOn: boolean) => void
  /** What was scanned in the row. */
  list: ComponentChildren
  children: ComponentChildren
}

export function Finder({ isResting, onHit, isRow, onRow, list, children }: FinderProps) {
  const [said, setSaid] = useState<string | null>(null)
  const camera = useCamera((hit) => {
    if (!isResting) void onHit(hit)
  })
  const { problem, torch } = camera
  return (
    <>
      <video ref={camera.video} playsInline muted autoPlay aria-hidden="true" />
      <div class="window">
        {problem ? <CameraHelp problem={problem} onRetry={camera.start} /> : <div class="corners" aria-hidden="true" />}
        {children || (!problem || said ? <p class="said" role="status">{said ?? (isRow ? AIM_ON : AIM)}</p> : null)}
        {list}
      </div>
      <div class="controls">
        <button type="button" class="row-switch" role="switch" aria-checked={isRow} onClick={() => onRow(!isRow)}>
          Several in a row
          <span class="knob" aria-hidden="true" />
        </button>
        <PhotoControl onSay={setSaid} onHit={onHit} />
        {torch !== null && (
          <button type="button" class="control" aria-pressed={torch} onClick={camera.light}>
            <Icon name="torch" />
            Light
          </button>
        )}
        <button type="button" class="control" onClick={() => void onHit(null)}>
          <Icon name="type" />
          Type a name
        </button>
      </div>
    </>
  )
}

/** The running camera, its light (null where there is none) and why it does not run; `onHit` may change with each drawing. */
function useCamera(onHit: (hit: Hit) => void) {
  const video = useRef<HTMLVideoElement>(null)
  const scanner = useRef<Scanner | null>(null)
  const latest = useRef(onHit)
  const [torch, setTorch] = useState<boolean | null>(null)
  const [problem, setProblem] = useState<Reason | null>(null)
  latest.current = onHit

  const start = () => {
    if (!video.current) return
    scanner.current?.stop()
    setProblem(null)
    scanner.current = startScanner({
      video: video.current,
      onHit: (hit) => latest.current(hit),
      onProblem: setProblem,
      onState: (_state, abilities) => setTorch(abilities.torch ? false : null),
    })
  }
  useEffect(() => {
    void warmScanner()
    start()
    return () => scanner.current?.stop()
  }, [])
  const light = () => {
    void scanner.current?.torch(!torch)
    setTorch(!torch)
  }
  return { video, torch, light, problem, start }
}

/** A photo read by the same decoder: for a camera that is not allowed, or a code that will not be read. */
function PhotoControl({ onSay, onHit }: { onSay: (words: string | null) => void; onHit: (hit: Hit) => Promise<void> }) {
  const take = async (event: Event) => {
    const input = event.currentTarget as HTMLInputElement
    const file = input.files?.[0]
    input.value = ''
    if (!file) return
    onSay('Reading the photo')
    const hit = await decodePicture(file)
    onSay(hit ? null : 'No code found in this photo. Go closer, or type the name.')
    if (hit) await onHit(hit)
  }
  return (
    <label class="control">
      <input type="file" accept="image/*" capture="environment" onChange={take} />
      <Icon name="camera" />
      Photo
    </label>
  )
}
