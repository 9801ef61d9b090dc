/** What the agenda shows now: the day or list that is chosen, the filter, what is typed. */
import { computed, effect, signal } from '@preact/signals'
import { afterPaint } from '../parts/after_paint'
import type { Item } from '../store/agenda'
import { conference } from '../store/agenda_shown'
import { byBoard } from '../views/agenda'
import { isOn, NO_FILTER, passes, type Filter } from '../views/filter'
import { dayItems, days, myPlan, plannedItem, posters, today, undated } from './agenda_data'

export const POSTERS = 'posters'
export const FLAGGED = 'flagged'
export const UNDATED = 'undated'

const chosen = signal<string | null>(null)
const opened = signal<string | null>(null)
export const query = signal('')
export const filter = signal<Filter>(NO_FILTER)
export const filtering = signal(false)

/** Whether one searches; the list changes when the first letter is typed, not at each. */
export const searching = computed(() => query.value.trim() !== '')
/** Whether the first letter is asked for and not answered yet. */
export const asking = signal(false)
/** Whether what is found stands in place of the list: from the first answer on, so that the screen changes once. */
export const finding = computed(() => searching.value && !asking.value)
export const isFiltered = computed(() => isOn(filter.value))

/** A view that is there: the one wanted, else today, else the first there is. */
function viewOf(wanted: string | null): string {
  const all = [...days.value, POSTERS, FLAGGED, ...(undated.value.length > 0 ? [UNDATED] : [])]
  if (wanted && all.includes(wanted)) return wanted
  if (days.value.includes(today.value)) return today.value
  return days.value[0] ?? (undated.value.length > 0 ? UNDATED : POSTERS)
}

/** The view whose chip is pressed. */
export const picked = computed(() => viewOf(chosen.value))
/** The view that is on: the one picked, from the next frame on. */
export const current = computed(() => viewOf(opened.value))

/** Picks a view: its chip answers the finger before the list is drawn. */
export function show(view: string): void {
  chosen.value = view
  afterPaint(() => (opened.value = chosen.peek()))
}

const boards = computed(() => byBoard(posters.value))

/** The items of the view that is on, without the filter. */
const listed = computed((): Item[] => {
  if (current.value === POSTERS) return boards.value
  if (current.value === FLAGGED) return myPlan.value.map((one) => one.item)
  return current.value === UNDATED ? undated.value : dayItems(current.value)
})

/** The items of the view that is on. */
export const shownItems = computed((): Item[] => through(filter.value, listed.value))

/** The items of a list that a filter lets pass. */
export function through(asked: Filter, list: Item[]): Item[] {
  return isOn(asked) ? list.filter((item) => passes(item, asked, ({ id }) => plannedItem(id) !== null)) : list
}

/** How many of the view that is on a filter would leave. */
export const countThrough = (asked: Filter): number => through(asked, listed.value).length

let shown = conference.peek()?.id

// another meeting has other rooms and days
effect(() => {
  if (conference.value?.id === shown) return
  shown = conference.value?.id
  filter.value = NO_FILTER
  chosen.value = null
  opened.value = null
})
