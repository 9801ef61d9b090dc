/** Runs it once the next frame is painted: what answers a tap is seen first, what takes longer comes right after. */
export const afterPaint = (run: () => void): number => requestAnimationFrame(() => setTimeout(run))
