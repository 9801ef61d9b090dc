/** Talks to the decoder's Worker. Frames of the camera are dropped while it is busy, never queued. */
import type { Decoded } from './decode'
import { CAN_DRAW_OFFSCREEN, pixelsOf, type Picture } from './pixels'

export type Question = { id: number; picture: Picture; hard: boolean; longest: number }
export type Answer = { id: number; found: Decoded | null; problem: string | null }
/** What the engine needs of a Worker. */
export type Port = Pick<Worker, 'postMessage' | 'terminate'> & {
  onmessage: ((event: MessageEvent<Answer>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
}

/** Each fifth frame gets the hard pass: about ten times the work of the fast one. */
export const HARD_EACH = 5
/** Longest edges, in pixels, at which a chosen picture is tried. */
export const PICTURE_EDGES = [4096, 1600, 800]
/** The longest edge of a camera frame, in pixels. */
export const FRAME_EDGE = 1920

export class Engine {
  private waiting = new Map<number, { resolve: (found: Decoded | null) => void; reject: (problem: Error) => void }>()
  private asked = 0
  private frames = 0
  private taking = false

  constructor(private readonly port: Port) {
    port.onmessage = ({ data }) => this.take(data)
    port.onerror = (event) => this.fail(new Error(event.message || 'The decoder did not start.'))
  }

  /** Whether a frame offered now would be looked at. */
  get isFree(): boolean {
    return !this.taking && this.waiting.size === 0
  }

  /** The decoder is loaded and has run once; the first call costs 0.3 to 1 s. */
  async warm(blank: ImageData): Promise<void> {
    await this.ask(blank, { hard: true, longest: FRAME_EDGE })
  }

  /** The code in a camera frame; undefined if the frame was dropped because the decoder was busy. */
  async offer(frame: () => Promise<Picture | null>): Promise<Decoded | null | undefined> {
    if (!this.isFree) return undefined
    this.taking = true
    try {
      const picture = await frame()
      if (!picture) return null
      this.frames += 1
      return await this.ask(picture, { hard: this.frames % HARD_EACH === 0, longest: FRAME_EDGE })
    } finally {
      this.taking = false
    }
  }

  /** The code in a chosen picture: the whole of it with the hard pass, then two scaled sizes. */
  async decodePicture(picture: () => Promise<Picture>): Promise<Decoded | null> {
    for (const longest of PICTURE_EDGES) {
      const found = await this.ask(await picture(), { hard: true, longest })
      if (found) return found
    }
    return null
  }

  /** The Worker is ended; what still waits fails. */
  stop(): void {
    this.port.terminate()
    this.fail(new Error('The decoder was stopped.'))
  }

  private ask(picture: Picture, { hard, longest }: { hard: boolean; longest: number }): Promise<Decoded | null> {
    const sent = CAN_DRAW_OFFSCREEN ? picture : pixelsOf(picture, longest)
    const id = (this.asked += 1)
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.port.postMessage({ id, picture: sent, hard, longest }, ['close' in sent ? sent : sent.data.buffer])
    })
  }

  private take({ id, found, problem }: Answer): void {
    const waiting = this.waiting.get(id)
    this.waiting.delete(id)
    if (problem === null) waiting?.resolve(found)
    else waiting?.reject(new Error(problem))
  }

  private fail(problem: Error): void {
    for (const { reject } of this.waiting.values()) reject(problem)
    this.waiting.clear()
  }
}
