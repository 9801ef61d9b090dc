/** A page in two steps: what answers the tap is painted first, the rest right after it. */
import { useLayoutEffect, useState } from 'preact/hooks'
import { afterPaint } from './after_paint'

/** Whether the first frame of the component is painted; `already` where nothing is to wait for it. */
export function usePainted(already: boolean): boolean {
  const [isPainted, put] = useState(already)
  useLayoutEffect(() => {
    if (already) return
    let wanted = true
    afterPaint(() => wanted && put(true))
    return () => {
      wanted = false
    }
  }, [])
  return isPainted
}
