/** What opens in place of its button, such as a form: the focus goes in with it, and back to the button afterwards. */
import { useLayoutEffect, useRef } from 'preact/hooks'

const ANY = 'input, textarea, select, button, a[href]'

/** Returns the ref of the element that holds now the one and now the other; focus that is elsewhere stays there. */
export function useInPlace<T extends HTMLElement>(isOpen: boolean, first = ANY): { current: T | null } {
  const place = useRef<T>(null)
  const was = useRef(isOpen)
  useLayoutEffect(() => {
    if (was.current === isOpen) return
    was.current = isOpen
    if (document.activeElement === document.body) place.current?.querySelector<HTMLElement>(isOpen ? first : ANY)?.focus({ preventScroll: !isOpen })
  }, [isOpen])
  return place
}
