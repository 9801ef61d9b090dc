/** Where a found code stands on the screen, when the picture covers its box as `object-fit: cover` does. Pure. */
import type { Point } from './decode'

export interface Outline {
  corners: Point[]
  width: number
  height: number
}

/** A frame's place on the screen: its upper left corner in the box, and how large its pixels are. */
export interface Placement {
  x: number
  y: number
  scale: number
}

/** How much of the strip a code may fill. */
const FILLED = 0.92

/** Where the frame is while it covers the box and its middle is the box's middle, as the camera's picture is shown. */
export function covering({ width, height }: Outline, box: { width: number; height: number }): Placement {
  const scale = Math.max(box.width / width, box.height / height)
  return { x: (box.width - width * scale) / 2, y: (box.height - height * scale) / 2, scale }
}

/** Where it goes so that the code stands whole in the middle of the strip at the top; it is made smaller at need. */
export function lifted(outline: Outline, box: { width: number; height: number }, strip: number): Placement {
  const cover = covering(outline, box)
  const [across, down] = [spanOf(outline.corners.map(({ x }) => x)), spanOf(outline.corners.map(({ y }) => y))]
  if (outline.corners.length === 0) return cover
  const scale = Math.min(cover.scale, (FILLED * strip) / Math.max(down.length, 1), (FILLED * box.width) / Math.max(across.length, 1))
  const isSmaller = scale < cover.scale
  const y = Math.min(0, strip / 2 - down.middle * scale)
  return { x: isSmaller ? box.width / 2 - across.middle * scale : cover.x, y, scale }
}

function spanOf(values: readonly number[]): { middle: number; length: number } {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return { middle: (least + most) / 2, length: most - least }
}

const SYMBOLOGIES: Readonly<Record<string, string>> = {
  Q: 'QR code', z: 'Aztec code', d: 'Data Matrix', L: 'PDF417', C: 'Code 128', A: 'Code 39',
}

/** "QR code" for `]Q1` (AIM symbology identifiers); "code" for one we do not name. */
export function symbologyWords(identifier: string): string {
  return SYMBOLOGIES[identifier.charAt(1)] ?? 'code'
}
