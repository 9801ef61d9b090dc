/** Which reads are the same scan: a code held before the camera is read many times a second. */

export const SAME_SCAN_MS = 3000

/** Tells whether the text was already seen within the last 3 s, and counts this sight. `now` in milliseconds. */
export function createRepeats(): (raw: string, now: number) => boolean {
  const seen = new Map<string, number>()
  return (raw, now) => {
    for (const [text, at] of seen) if (now - at >= SAME_SCAN_MS) seen.delete(text)
    const isRepeat = seen.has(raw)
    seen.set(raw, now)
    return isRepeat
  }
}
