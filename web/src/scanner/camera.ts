/** The camera: starts from a tap, lets go when hidden, comes back on resume, restarts once when it shows nothing. */

export type Reason = 'denied' | 'missing' | 'busy' | 'failed'
export type State = 'starting' | 'running' | 'paused' | 'stopped'
export type Abilities = { torch: boolean }
type Capabilities = MediaTrackCapabilities & { torch?: boolean; zoom?: { min: number; max: number } }
type Wish = MediaTrackConstraintSet & { torch?: boolean; zoom?: number }

/** What the camera needs of the page; tests give their own. */
export type Page = {
  media: Pick<MediaDevices, 'getUserMedia'> | undefined
  visibility: Pick<Document, 'addEventListener' | 'removeEventListener' | 'visibilityState'>
}
export type CameraOptions = {
  video: HTMLVideoElement
  onState: (state: State, abilities: Abilities) => void
  onProblem: (reason: Reason) => void
  page?: Page
}

const WISHED: MediaStreamConstraints = {
  video: { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1080 } },
}
/** After this long without a frame that shows something, the camera is started again, once. */
export const NO_FRAME_MS = 3000
const ZOOM = 2
const REASONS = new Map<string, Reason>([
  ['NotAllowedError', 'denied'], ['SecurityError', 'denied'], ['NotFoundError', 'missing'],
  ['OverconstrainedError', 'missing'], ['NotReadableError', 'busy'], ['AbortError', 'busy'],
])

/** Why the camera did not start. Older browsers give an OverconstrainedError that is no Error. */
export function reasonOf(problem: unknown): Reason {
  return REASONS.get(nameOf(problem)) ?? 'failed'
}

export class Camera {
  private stream: MediaStream | null = null
  private at: State = 'stopped'
  private run = 0
  private restarted = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly page: Page

  constructor(private readonly options: CameraOptions) {
    this.page = options.page ?? { media: navigator.mediaDevices, visibility: document }
  }

  /** The camera is asked for; call it from a tap. */
  async start(): Promise<void> {
    this.page.visibility.addEventListener('visibilitychange', this.onVisibility)
    this.restarted = false
    await this.open()
  }

  /** All tracks are stopped and the page is no longer watched. */
  stop(): void {
    this.page.visibility.removeEventListener('visibilitychange', this.onVisibility)
    this.release('stopped')
  }

  /** Whether it waits for the first frame that shows something. */
  get isStarting(): boolean {
    return this.at === 'starting'
  }

  /** A frame that shows something has come: no restart is due. */
  sawFrame(): void {
    clearTimeout(this.timer)
    if (this.isStarting) this.enter('running')
  }

  /** The light is on or off, where the track has one. */
  async torch(on: boolean): Promise<void> {
    if (this.capabilities().torch) await this.wish({ torch: on })
  }

  private onVisibility = (): void => {
    if (this.page.visibility.visibilityState === 'hidden') this.release('paused')
    // A home-screen app's track stays dead after a pause, so a new one is opened.
    else if (this.at === 'paused') {
      this.restarted = false
      void this.open()
    }
  }

  private async open(): Promise<void> {
    this.release('starting')
    const run = this.run
    try {
      const stream = await this.ask()
      if (run !== this.run) return stopTracks(stream)
      this.stream = stream
      this.watch(stream)
      this.options.video.srcObject = stream
      await this.options.video.play()
      await this.zoom()
    } catch (problem) {
      if (run === this.run) this.giveUp(reasonOf(problem))
    }
  }

  private async ask(): Promise<MediaStream> {
    if (!this.page.media) throw new DOMException('There is no camera on this page.', 'NotFoundError')
    try {
      return await this.page.media.getUserMedia(WISHED)
    } catch (problem) {
      if (nameOf(problem) !== 'OverconstrainedError') throw problem
      return this.page.media.getUserMedia({ video: true })
    }
  }

  private watch(stream: MediaStream): void {
    this.timer = setTimeout(() => this.restart(), NO_FRAME_MS)
    for (const track of stream.getVideoTracks()) track.onended = () => this.restart()
  }

  private restart(): void {
    if (this.restarted) return this.giveUp('failed')
    this.restarted = true
    void this.open()
  }

  private giveUp(reason: Reason): void {
    this.release('stopped')
    this.options.onProblem(reason)
  }

  private release(at: State): void {
    this.run += 1
    clearTimeout(this.timer)
    if (this.stream) stopTracks(this.stream)
    this.stream = null
    this.options.video.srcObject = null
    this.enter(at)
  }

  private enter(at: State): void {
    if (at === this.at) return
    this.at = at
    this.options.onState(at, { torch: this.capabilities().torch === true })
  }

  private capabilities(): Capabilities {
    return this.stream?.getVideoTracks()[0]?.getCapabilities?.() ?? {}
  }

  private async zoom(): Promise<void> {
    const { zoom } = this.capabilities()
    if (zoom && zoom.min <= ZOOM && zoom.max >= ZOOM) await this.wish({ zoom: ZOOM })
  }

  private async wish(wish: Wish): Promise<void> {
    try {
      await this.stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [wish] })
    } catch {
      // Light and zoom are extras: a track that refuses them still shows the badge.
    }
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) {
    track.onended = null
    track.stop()
  }
}

function nameOf(problem: unknown): string {
  return typeof problem === 'object' && problem !== null && 'name' in problem ? String(problem.name) : ''
}
