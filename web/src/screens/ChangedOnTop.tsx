/** The card of changes on the first screen, whose code comes right after it. */
import { signal } from '@preact/signals'
import type { FunctionComponent } from 'preact'
import { useEffect } from 'preact/hooks'

const Card = signal<FunctionComponent<{ quiet?: boolean }> | null>(null)

export function ChangedOnTop() {
  const Here = Card.value
  useEffect(() => {
    // without a network and without the service worker nothing comes; the next visit tries again
    if (!Here) void import('./ChangedCard').then((module) => (Card.value = module.ChangedCard), () => undefined)
  }, [])
  return Here && <Here quiet />
}
