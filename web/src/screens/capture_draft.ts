/** A name that is being typed is not a person yet; it is kept here letter by letter, should the phone die. */
import { keep, kept, userId } from '../store/who'

const KEY = 'hallway-naming'

interface Typed {
  user: string
  /** The scan that is being named, or "typed". */
  of: string
  name: string
}

/** What was typed for the scan (null: for no scan) and never kept; "" when nothing was. */
export function typedName(scan: string | null): string {
  const typed = parsed(kept(KEY))
  return typed?.user === userId.peek() && typed.of === (scan ?? 'typed') ? typed.name : ''
}

/** Keeps what is typed so far; an empty name is forgotten. */
export function keepTypedName(scan: string | null, name: string): void {
  keep(KEY, name === '' ? null : JSON.stringify({ user: userId.peek(), of: scan ?? 'typed', name } satisfies Typed))
}

function parsed(text: string | null): Typed | null {
  try {
    return JSON.parse(text ?? 'null') as Typed | null
  } catch {
    return null
  }
}
