/** The search behind the agenda's field: asked at each letter, answered by the Worker. */
import { computed, effect } from '@preact/signals'
import { find, forget, found, look, searchFailed, searchState, warm } from '../search/client'
import { wordsOf } from '../views/search'
import { myPlan } from './agenda_data'
import { asking, filter, query, searching } from './agenda_view'

/** The answer to what is typed now, or the one before while that is looked for. */
export const answer = computed(() => (searching.value ? found.value : null))

/** The words that are answered: what is shown is marked with these, and drawn once, with the answer. */
export const queryWords = computed(() => wordsOf(answer.value?.query ?? query.value))

/** How much of the abstracts the search can see: null while it is not known. */
export const abstractsSeen = computed(() => searchState.value?.abstracts ?? null)

let isFollowing = false

/** Starts the search before the first letter, and keeps it asked for what is typed and filtered. */
export function followSearch(): void {
  if (isFollowing) {
    look()
    return
  }
  isFollowing = true
  warm()
  effect(() => {
    const flagged = filter.value.flagged ? myPlan.value.map((one) => one.item.id) : []
    if (searching.value) find(query.value, filter.value, flagged)
    else forget()
  })
  effect(() => {
    asking.value = searching.value && answer.value === null && searchState.value !== null && !searchFailed.value
  })
}
