/** A sheet over the scanner: a real dialog. Focus stays inside and returns; Escape closes it as its main button does. */
import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

interface SheetProps {
  label: string
  /** Escape, or the way back of Android. The sheet stays until it is taken away. */
  onClose: () => void
  children: ComponentChildren
}

export function CaptureSheet({ label, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const from = document.activeElement
    const sheet = dialog.current
    sheet?.showModal()
    return () => {
      sheet?.close()
      if (from instanceof HTMLElement) from.focus()
    }
  }, [])
  useEffect(() => (dialog.current ? followKeyboard(dialog.current) : undefined), [])
  const closed = () => {
    // a browser may close it against our word; what could not be saved must stay in sight
    if (!dialog.current || dialog.current.open) return
    dialog.current.showModal()
    onClose()
  }
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClose={closed}
    >
      {children}
    </dialog>
  )
}

/** What opens within the sheet comes into sight, and again when it has grown. */
export function useInSight<T extends HTMLElement>(grown = false): { current: T | null } {
  const opened = useRef<T>(null)
  useEffect(() => opened.current?.scrollIntoView({ block: 'nearest' }), [grown])
  return opened
}

/** Keeps the sheet above the keyboard, which covers the page on most phones; returns how to stop. */
function followKeyboard(sheet: HTMLElement): () => void {
  const view = visualViewport
  if (!view) return () => undefined
  const fit = () => {
    const covered = view.scale > 1.01 ? 0 : Math.max(0, innerHeight - view.height - view.offsetTop)
    sheet.style.setProperty('--keyboard', `${Math.round(covered)}px`)
    sheet.classList.toggle('tight', covered > 0)
  }
  for (const name of ['resize', 'scroll']) view.addEventListener(name, fit)
  return () => {
    for (const name of ['resize', 'scroll']) view.removeEventListener(name, fit)
  }
}
