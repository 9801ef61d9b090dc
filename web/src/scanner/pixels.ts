/** Pictures to pixels, in the Worker where it has a canvas, else on the page. */

export type Picture = ImageBitmap | ImageData

/** Whether a Worker of this browser can draw; older iPhones cannot. */
export const CAN_DRAW_OFFSCREEN = typeof OffscreenCanvas !== 'undefined'

const SAMPLE = 32
let kept: OffscreenCanvas | HTMLCanvasElement | null = null

/** The pixels of the picture, its longest edge at most `longest`; the bitmap is closed. */
export function pixelsOf(picture: Picture, longest: number): ImageData {
  if (!('close' in picture)) return picture
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height))
  const width = Math.max(1, Math.round(picture.width * scale))
  const height = Math.max(1, Math.round(picture.height * scale))
  kept ??= CAN_DRAW_OFFSCREEN ? new OffscreenCanvas(width, height) : document.createElement('canvas')
  if (kept.width !== width) kept.width = width
  if (kept.height !== height) kept.height = height
  const context = kept.getContext('2d', { willReadFrequently: true }) as Context | null
  if (!context) throw new Error('This browser gives no canvas to read pictures with.')
  context.drawImage(picture, 0, 0, width, height)
  picture.close()
  return context.getImageData(0, 0, width, height)
}

/** Whether the picture is not of one colour all over, as a dead camera track shows it. */
export function showsSomething(picture: ImageBitmap): boolean {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SAMPLE
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return true
  context.drawImage(picture, 0, 0, SAMPLE, SAMPLE)
  const { data } = context.getImageData(0, 0, SAMPLE, SAMPLE)
  return data.some((value, index) => value !== data[index % 4])
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D
