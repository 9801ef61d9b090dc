import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { Camera, NO_FRAME_MS, reasonOf, type Page, type Reason } from './camera'

const named = (name: string) => Object.assign(new Error(name), { name })

class Track extends EventTarget {
  isStopped = false
  wishes: unknown[] = []
  onended: (() => void) | null = null
  constructor(private readonly capabilities: object = {}) {
    super()
  }
  stop = () => void (this.isStopped = true)
  getCapabilities = () => this.capabilities
  applyConstraints = async (wish: unknown) => void this.wishes.push(wish)
}

/** A page with a camera that gives the tracks in turn, or fails with the problems among them. */
function scene(...given: (Track | Error)[]) {
  const asked: unknown[] = []
  const told: (string | Reason)[] = []
  const listening = new Set<() => void>()
  const getUserMedia = async (constraints: unknown) => {
    asked.push(constraints)
    const next = given[asked.length - 1]
    if (!(next instanceof Track)) throw next ?? named('NotFoundError')
    return { getTracks: () => [next], getVideoTracks: () => [next] }
  }
  const visibility = {
    visibilityState: 'visible',
    addEventListener: (_: string, run: () => void) => listening.add(run),
    removeEventListener: (_: string, run: () => void) => listening.delete(run),
  }
  const page = { media: { getUserMedia }, visibility } as unknown as Page
  const video = { srcObject: null, play: async () => undefined } as unknown as HTMLVideoElement
  const camera = new Camera({
    video,
    page,
    onState: (state, { torch }) => told.push(torch ? `${state} with light` : state),
    onProblem: (reason) => told.push(reason),
  })
  const show = async (state: 'visible' | 'hidden') => {
    visibility.visibilityState = state
    for (const run of listening) run()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { camera, asked, told, show, listening }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the back camera is asked for in full size and runs with its first frame', async () => {
  const { camera, asked, told } = scene(new Track({ torch: true }))
  await camera.start()
  camera.sawFrame()
  const video = { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1080 } }
  expect(asked).toEqual([{ video }])
  expect(told).toEqual(['starting', 'running with light'])
})

test('a camera that cannot do that is taken as it is', async () => {
  const { camera, asked, told } = scene(named('OverconstrainedError'), new Track())
  await camera.start()
  camera.sawFrame()
  expect([asked[1], told]).toEqual([{ video: true }, ['starting', 'running']])
})

test.each([
  ['NotAllowedError', 'denied'],
  ['SecurityError', 'denied'],
  ['NotFoundError', 'missing'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
  ['TypeError', 'failed'],
])('%s is told as %s', async (name, reason) => {
  const { camera, told } = scene(named(name))
  await camera.start()
  expect([told, reasonOf(named(name))]).toEqual([['starting', 'stopped', reason], reason])
})

test('hidden, the camera is let go; on resume a new track is opened', async () => {
  const [first, second] = [new Track(), new Track()]
  const { camera, told, show } = scene(first, second)
  await camera.start()
  camera.sawFrame()
  await show('hidden')
  expect([first.isStopped, told.at(-1)]).toEqual([true, 'paused'])
  await show('visible')
  camera.sawFrame()
  expect([second.isStopped, told]).toEqual([false, ['starting', 'running', 'paused', 'starting', 'running']])
})

test('without a frame it starts again once, then gives up', async () => {
  const [first, second] = [new Track(), new Track()]
  const { camera, asked, told } = scene(first, second)
  await camera.start()
  await vi.advanceTimersByTimeAsync(NO_FRAME_MS)
  expect([asked.length, first.isStopped, second.isStopped]).toEqual([2, true, false])
  await vi.advanceTimersByTimeAsync(NO_FRAME_MS)
  expect([second.isStopped, told]).toEqual([true, ['starting', 'stopped', 'failed']])
})

test('stopped while it is being asked for, the late track is let go', async () => {
  const track = new Track()
  const { camera, told, listening } = scene(track)
  const started = camera.start()
  camera.stop()
  await started
  await vi.advanceTimersByTimeAsync(2 * NO_FRAME_MS)
  expect([track.isStopped, told, listening.size]).toEqual([true, ['starting', 'stopped'], 0])
})

test('light and zoom are set where the track has them', async () => {
  const [able, plain] = [new Track({ torch: true, zoom: { min: 1, max: 4 } }), new Track()]
  for (const track of [able, plain]) {
    const { camera } = scene(track)
    await camera.start()
    await camera.torch(true)
    camera.stop()
  }
  expect([able.wishes, plain.wishes]).toEqual([[{ advanced: [{ zoom: 2 }] }, { advanced: [{ torch: true }] }], []])
})
