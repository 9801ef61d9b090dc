/** Search, filter and days in one place; the days stay in reach while the list scrolls. */
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../parts/Icon'
import { choicesOf, countOf, NO_FILTER } from '../views/filter'
import { shortDay } from '../views/when'
import { days, myPlan, today, undated } from './agenda_data'
import { getFilter, getSearch } from './agenda_later'
import { current, filter, filtering, FLAGGED, POSTERS, query, searching, show, UNDATED } from './agenda_view'

export function AgendaBar() {
  return (
    <>
      <div class="search-row">
        <SearchField />
        <FilterButton />
      </div>
      {!searching.value && <Views />}
      <FilterOn />
    </>
  )
}

function SearchField() {
  return (
    <label class="search">
      <span class="hidden-text">Search the agenda</span>
      <Icon name="search" size={20} />
      <input
        type="search"
        placeholder="Names, titles, rooms"
        value={query.value}
        onFocus={() => void getSearch()}
        onInput={(event) => (query.value = event.currentTarget.value)}
        maxLength={100}
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
      />
    </label>
  )
}

function FilterButton() {
  const count = countOf(filter.value)
  const open = () => {
    filtering.value = true
    void getFilter()
  }
  return (
    <button type="button" class="filter-button" aria-haspopup="dialog" aria-label={count > 0 ? `Filter, ${count} on` : 'Filter'} onClick={open}>
      <Icon name="filter" size={20} />
      {count > 0 && <span class="count">{count}</span>}
    </button>
  )
}

function Views() {
  const bar = useRef<HTMLDivElement>(null)
  const at = current.value
  const flags = myPlan.value.length
  const choices = [
    ...days.value.map((day) => ({ value: day, words: shortDay(day) })),
    ...(undated.value.length > 0 ? [{ value: UNDATED, words: 'No day yet' }] : []),
    { value: POSTERS, words: 'Posters' },
    { value: FLAGGED, words: flags > 0 ? `Flagged ${flags}` : 'Flagged' },
  ]
  useEffect(() => inView(bar.current), [at])
  const choose = (view: string) => {
    show(view)
    toTop(bar.current)
  }
  return (
    <div class="chips day-bar" role="group" aria-label="Day" ref={bar}>
      {choices.map(({ value, words }) => (
        <button key={value} type="button" class="chip" aria-pressed={value === at} onClick={() => choose(value)}>
          {words}
          {value === today.value && <span class="hidden-text">, today</span>}
        </button>
      ))}
    </div>
  )
}

/** Moves the row of chips sideways, and nothing else, until the chosen one is seen. */
function inView(bar: HTMLElement | null): void {
  const chip = bar?.querySelector<HTMLElement>('[aria-pressed="true"]')
  if (!bar || !chip) return
  const [left, right] = [chip.offsetLeft - 16, chip.offsetLeft + chip.offsetWidth + 48]
  if (left < bar.scrollLeft) bar.scrollLeft = left
  else if (right > bar.scrollLeft + bar.clientWidth) bar.scrollLeft = right - bar.clientWidth
}

/** Another day begins at its top: the bar is sticky, so the list comes right below it. */
function toTop(bar: HTMLElement | null): void {
  const before = bar?.previousElementSibling
  if (before && before.getBoundingClientRect().bottom < 0) before.scrollIntoView({ block: 'end' })
}

function FilterOn() {
  const on = choicesOf(filter.value)
  if (on.length === 0) return null
  return (
    <div class="filter-on" role="group" aria-label="Filter that is on">
      {on.map(({ words, without }) => (
        <button key={words} type="button" class="chip small-chip" aria-label={`Take off: ${words}`} onClick={() => (filter.value = without)}>
          {words}
          <Icon name="close" size={16} />
        </button>
      ))}
      <button type="button" class="text-button plain" onClick={() => (filter.value = NO_FILTER)}>
        Clear
      </button>
    </div>
  )
}
