/** Parts of the agenda that the first screen does not need; they come right after it, or when they are asked for. */
import { signal } from '@preact/signals'
import type { FunctionComponent } from 'preact'
import { idle } from '../parts/later'
import { childrenOf } from './agenda_data'

export const Found = signal<FunctionComponent | null>(null)
export const FilterSheet = signal<FunctionComponent | null>(null)
/** What of the filter is on. */
export const Chosen = signal<FunctionComponent | null>(null)

/** Loads the search and starts it. */
export async function getSearch(): Promise<void> {
  const [list, search] = await Promise.all([import('./AgendaFound'), import('./agenda_search')])
  Found.value = list.AgendaFound
  search.followSearch()
}

export async function getFilter(): Promise<void> {
  const filter = await import('./AgendaFilter')
  FilterSheet.value = filter.FilterSheet
  Chosen.value = filter.FilterChosen
}

/** Loads, once the first list is drawn, what the next tap will want. */
export async function getRest(): Promise<void> {
  // without a network and without the service worker nothing comes; the next visit tries again
  await Promise.all([getSearch(), getFilter(), import('./Person')]).catch(() => undefined)
  childrenOf('') // puts the talks by session, which the first page of an item would wait for
  const page = await import('./item_rehearsal').catch(() => null)
  await idle()
  page?.rehearse()
}
