/**
 * A screen whose code comes when it is first asked for. It never suspends the router, which would keep the left page
 * in the document beside the new one (two main regions, and Tab in the wrong one) for as long as the code takes.
 */
import type { FunctionComponent, RenderableProps } from 'preact'
import { useEffect, useState } from 'preact/hooks'

type Loading<Props> = () => Promise<FunctionComponent<Props>>

/** What `fetchTheRest` brings before it is asked for. */
const known = new Set<() => Promise<unknown>>()

/** Names code that `fetchTheRest` brings although no screen draws it. */
export function beforehand(load: () => Promise<unknown>): void {
  known.add(load)
}

/** `fetched`: beforehand, by `fetchTheRest`, or only when it is asked for. */
export function later<Props extends object>(load: Loading<Props>, fetched: 'beforehand' | 'when asked' = 'beforehand'): FunctionComponent<Props> {
  let here: FunctionComponent<Props> | null = null
  const bring = async () => {
    here ??= await load()
  }
  if (fetched === 'beforehand') known.add(bring)
  return function Later(props: RenderableProps<Props>) {
    const [, draw] = useState(0)
    const [failed, setFailed] = useState(false)
    const fetch = () => {
      setFailed(false)
      bring().then(() => draw(1), () => setFailed(true))
    }
    const [wasHere] = useState(here !== null)
    useEffect(() => {
      if (!wasHere) fetch() // also where it has come since the first drawing, which did not show it
    }, [])
    if (here) {
      const Here = here
      return <Here {...props} />
    }
    return failed ? <NotLoaded onRetry={fetch} /> : <div class="later" aria-busy="true" />
  }
}

function NotLoaded({ onRetry }: { onRetry: () => void }) {
  return (
    <div class="empty" role="alert">
      <div>
        <p>This page is not on this phone yet, and there is no connection to fetch it.</p>
        <div class="button-row">
          <button type="button" onClick={onRetry}>
            Try again
          </button>
        </div>
      </div>
    </div>
  )
}

/** Brings every screen while nothing else is to be done; one that cannot come now is asked for again when it is opened. */
export async function fetchTheRest(): Promise<void> {
  for (const bring of known) {
    await idle()
    await bring().catch(() => undefined)
  }
}

/** Resolves once nothing else is to be done. */
export const idle = () => new Promise((done) => ('requestIdleCallback' in globalThis ? requestIdleCallback(done) : setTimeout(done, 500)))
