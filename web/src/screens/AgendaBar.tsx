/** Search, filter and days in one place; the days stay in reach while the list scrolls. */
import { useEffect, useRef } from 'preact/hooks'
import { afterPaint } from '../parts/after_paint'
import { Icon } from '../parts/Icon'
import { countOf } from '../views/filter'
import { shortDay } from '../views/when'
import { days, myPlan, today, undated } from './agenda_data'
import { Chosen, getFilter, getSearch } from './agenda_later'
import { filter, filtering, finding, FLAGGED, picked, POSTERS, query, show, UNDATED } from './agenda_view'

export function AgendaBar() {
  return (
    <>
      <div class="search-row">
        <SearchField />
        <FilterButton />
      </div>
      {!finding.value && <Views />}
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
  const at = picked.value
  const flags = myPlan.value.length
  const choices = [
    ...days.value.map((day) => ({ value: day, words: shortDay(day) })),
    ...(undated.value.length > 0 ? [{ value: UNDATED, words: 'No day yet' }] : []),
    { value: POSTERS, words: 'Posters' },
    { value: FLAGGED, words: flags > 0 ? `Flagged ${flags}` : 'Flagged' },
  ]
  useEffect(() => inView(bar.current), [at])
  const choose = (view: string) => {
    afterPaint(() => toTop(bar.current))
    show(view)
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

/** Its code is here once anything could be on. */
function FilterOn() {
  const Choices = Chosen.value
  return Choices && <Choices />
}
