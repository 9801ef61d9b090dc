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
  /** Saves now; resolves when that is done. */
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
  const changes = useRef<Partial<Kinds[K]>>({})
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const queue = useRef<Promise<boolean>>(Promise.resolve(true))
  const [values, setValues] = useState<Partial<Kinds[K]>>(() => ({ ...live(kind).value.get(id) }) as Partial<Kinds[K]>)
  const [pending, setPending] = useState(false)

  const write = async (): Promise<boolean> => {
    const taken = changes.current
    const from = draft.current
    if (!from || Object.keys(taken).length === 0) return true
    changes.current = {}
    try {
      await save(from, taken)
      draft.current = { ...from, before: { ...(from.before ?? blankOf(taken)), ...taken } as Kinds[K] }
      if (Object.keys(changes.current).length === 0) setPending(false)
      return true
    } catch {
      changes.current = { ...taken, ...changes.current }
      say('Not saved on this phone. Copy what you typed and try again.')
      return false
    }
  }
  const settle = (): Promise<boolean> => {
    clearTimeout(timer.current)
    queue.current = queue.current.then(write)
    return queue.current
  }
  const flush = async (): Promise<void> => void (await settle())
  const put = (more: Partial<Kinds[K]>): void => {
    changes.current = { ...changes.current, ...more }
    setValues((old) => ({ ...old, ...more }))
    setPending(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(flush, PAUSE)
  }
  useEffect(() => {
    const leave = () => void flush()
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [])
  return { values, put, flush, settle, pending }
}

function blankOf<T extends object>(taken: T): object {
  return Object.fromEntries(Object.keys(taken).map((key) => [key, null]))
}
