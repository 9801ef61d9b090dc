/** The scanner: camera, decoder and repeats put together. The scan screen knows this file alone. */
import { Camera, type Abilities, type Reason, type State } from './camera'
import type { Decoded } from './decode'
import DecoderWorker from './decoder.worker?worker'
import { base64 } from './encoding'
import { Engine } from './engine'
import type { Outline } from './outline'
import { showsSomething } from './pixels'
import { createRepeats } from './repeats'

export type { Abilities, Reason, State }
/** One scan; `ms` since the camera was asked for, or since the picture was given. Corners in the frame's pixels.
 *
 * `frame` is the frame that was read, null for large photos.
 */
export type Hit = {
  raw: string
  raw_b64: string
  symbology: string
  ms: number
  outline: Outline
  frame: ImageData | null
}
export type ScannerOptions = {
  video: HTMLVideoElement
  onHit: (hit: Hit) => void
  onProblem: (problem: Reason) => void
  onState: (state: State, abilities: Abilities) => void
}
export type Scanner = {
  stop: () => void
  torch: (on: boolean) => Promise<void>
  decodePicture: (file: Blob) => Promise<Hit | null>
}

let engine: Engine | null = null

/** The decoder is loaded and has run once; call it when the scan tab opens. Without it the first frame waits. */
export async function warmScanner(): Promise<void> {
  if (engine) return
  try {
    await sharedEngine().warm(new ImageData(64, 64))
  } catch {
    forgetEngine() // the next scan asks for it again and tells
  }
}

/** The code in a picture, or null; works without a camera. */
export async function decodePicture(file: Blob): Promise<Hit | null> {
  const begun = performance.now()
  try {
    const found = await sharedEngine().decodePicture(() => createImageBitmap(file))
    return found && hitOf(found, begun)
  } catch {
    return null // not a picture this browser can open
  }
}

/** The camera runs and hits are told until `stop()`; call it from a tap. */
export function startScanner({ video, onHit, onProblem, onState }: ScannerOptions): Scanner {
  const begun = performance.now()
  const isRepeat = createRepeats()
  const camera = new Camera({ video, onProblem, onState })
  let running = true

  const look = async (): Promise<void> => {
    if (!running) return
    try {
      if (hasFrame(video)) {
        const found = await sharedEngine().offer(() => grab(video, camera))
        if (running && found && !isRepeat(found.text, performance.now())) onHit(hitOf(found, begun))
      }
    } catch {
      forgetEngine()
      if (running) onProblem('failed')
      return camera.stop()
    }
    nextFrame(video, () => void look())
  }

  void warmScanner()
  void camera.start().then(look)
  return {
    stop: () => {
      running = false
      camera.stop()
    },
    torch: (on) => camera.torch(on),
    decodePicture,
  }
}

function sharedEngine(): Engine {
  return (engine ??= new Engine(new DecoderWorker()))
}

/** A Worker that did not load stays dead: the next scan gets a new one. */
function forgetEngine(): void {
  const dead = engine
  engine = null
  dead?.stop()
}

/** The frame now on the video, or null if it went away meanwhile. */
async function grab(video: HTMLVideoElement, camera: Camera): Promise<ImageBitmap | null> {
  try {
    const bitmap = await createImageBitmap(video)
    if (!camera.isStarting || showsSomething(bitmap)) camera.sawFrame()
    return bitmap
  } catch {
    return null
  }
}

function hasFrame(video: HTMLVideoElement): boolean {
  return video.readyState >= video.HAVE_CURRENT_DATA && video.videoWidth > 0
}

/** Runs after the next new frame of the video, or with the next repaint where the browser tells no frames. */
function nextFrame(video: HTMLVideoElement, run: () => void): void {
  if (hasFrame(video) && 'requestVideoFrameCallback' in video) video.requestVideoFrameCallback(run)
  else requestAnimationFrame(run)
}

function hitOf({ text, bytes, symbology, corners, width, height, frame }: Decoded, begun: number): Hit {
  return {
    raw: text,
    raw_b64: base64(bytes),
    symbology,
    ms: Math.round(performance.now() - begun),
    outline: { corners, width, height },
    frame: frame ?? null,
  }
}
