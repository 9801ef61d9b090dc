/** A form over one record: what is typed is saved while one types, so that no reload and no dead battery loses it. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Kind, Kinds } from '../store/kinds'
import { live, open, save, type Draft } from '../store/records'
import { say } from './Toast'

const PAUSE = 400

interface Form<K extends Kind> {
  values: Partial<Kinds[K]>
  /** Takes what was typed; it is saved after a short pause. */
  put: (changes: Partial<Kinds[K]>) => void
  /** Saves now, begun before this returns; resolves when that is done. */
  flush: () => Promise<void>
  /** Saves now; true when everything typed is durable on this phone. */
  settle: () => Promise<boolean>
  /** Typed but not yet durable. */
  pending: boolean
}

/** Opens the record for editing; `base` and the text one edits from are taken now, not when it closes. */
export function useForm<K extends Kind>(kind: K, id: string): Form<K> {
  const draft = useRef<Draft<K> | null>(null)
  draft.current ??= open(kind, id)
  const latest = useRef<Partial<Kinds[K]>>({})
  const unsaved = useRef(new Set<keyof Kinds[K]>())
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const writing = useRef(new Set<Promise<void>>())
  const [values, setValues] = useState<Partial<Kinds[K]>>(() => ({ ...live(kind).value.get(id) }) as Partial<Kinds[K]>)
  const [pending, setPending] = useState(false)

  // not one after the other: the page may end at any moment, so each write begins at once
  const write = async (): Promise<void> => {
    const taken = [...unsaved.current]
    const from = draft.current
    if (!from || taken.length === 0) return
    unsaved.current.clear()
    try {
      await save(from, only(latest.current, taken))
    } catch {
      for (const field of taken) unsaved.current.add(field)
      say('Not saved on this phone. Copy what you typed and try again.')
    }
  }
  const settle = async (): Promise<boolean> => {
    clearTimeout(timer.current)
    const begun = write()
    writing.current.add(begun)
    await Promise.all(writing.current)
    writing.current.delete(begun)
    const isSaved = unsaved.current.size === 0
    if (isSaved) setPending(false)
    return isSaved
  }
  const flush = async (): Promise<void> => void (await settle())
  const put = (more: Partial<Kinds[K]>): void => {
    latest.current = { ...latest.current, ...more }
    for (const field of Object.keys(more)) unsaved.current.add(field as keyof Kinds[K])
    setValues((old) => ({ ...old, ...more }))
    setPending(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(flush, PAUSE)
  }
  useEffect(() => {
    const leave = () => void flush()
    addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', leave)
    return () => {
      removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', leave)
      leave()
    }
  }, [])
  return { values, put, flush, settle, pending }
}

function only<T extends object>(all: Partial<T>, fields: readonly (keyof T)[]): Partial<T> {
  return Object.fromEntries(fields.map((field) => [field, all[field]])) as Partial<T>
}
