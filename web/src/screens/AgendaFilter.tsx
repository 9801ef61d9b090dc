/** The sheet of choices: what is on is seen, how many are left is said, and all of it can be cleared. */
import { computed } from '@preact/signals'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Icon } from '../parts/Icon'
import { items } from '../store/agenda_shown'
import { countOf, isOn, NO_FILTER, type Filter } from '../views/filter'
import { choicesIn, choicesOf, KIND_WORDS } from '../views/filter_choices'
import { fold } from '../views/search'
import { countThrough, filter, filtering, searching } from './agenda_view'

/** A list longer than this gets a field to narrow it. */
const MANY = 16

const choices = computed(() => choicesIn(items.value.values()))

export function FilterSheet() {
  const dialog = useRef<HTMLDialogElement>(null)
  const title = useId()
  const [asked, ask] = useState<Filter>(filter.peek())
  useEffect(() => dialog.current?.showModal(), [])
  const close = () => dialog.current?.close()
  const left = countThrough(asked)
  const all = choices.value
  const put = (part: 'rooms' | 'tracks' | 'kinds') => (values: string[]) => ask({ ...asked, [part]: values })
  return (
    <dialog
      ref={dialog}
      class="filter-sheet"
      aria-labelledby={title}
      onClose={() => {
        filter.value = asked
        filtering.value = false
      }}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="body">
        <h2 id={title}>Filter</h2>
        <div class="chips wrap">
          <Toggle words="For students and residents" on={asked.students} onTap={() => ask({ ...asked, students: !asked.students })} />
          <Toggle words="Flagged" on={asked.flagged} onTap={() => ask({ ...asked, flagged: !asked.flagged })} />
        </div>
        {all.kinds.length > 1 && <Values label="Kind" values={all.kinds} chosen={asked.kinds} words={(kind) => KIND_WORDS[kind] ?? kind} onChoose={put('kinds')} />}
        {all.tracks.length > 0 && <Values label="Track" values={all.tracks} chosen={asked.tracks} onChoose={put('tracks')} />}
        {all.rooms.length > 0 && <Values label="Room" values={all.rooms} chosen={asked.rooms} onChoose={put('rooms')} />}
      </div>
      <div class="foot">
        <button type="button" class="button" onClick={close}>
          {searching.value ? 'Search with this' : left === 0 ? 'Nothing left here' : `Show ${left.toLocaleString('en')}`}
        </button>
        <button type="button" class="text-button plain" disabled={!isOn(asked)} onClick={() => ask(NO_FILTER)}>
          {countOf(asked) > 0 ? `Clear ${countOf(asked)}` : 'Clear'}
        </button>
      </div>
    </dialog>
  )
}

function Toggle({ words, on, onTap }: { words: string; on: boolean; onTap: () => void }) {
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={onTap}>
      {words}
    </button>
  )
}

interface ValuesProps {
  label: string
  values: readonly string[]
  chosen: readonly string[]
  words?: (value: string) => string
  onChoose: (values: string[]) => void
}

function Values({ label, values, chosen, words = (value) => value, onChoose }: ValuesProps) {
  const [typed, type] = useState('')
  const id = useId()
  const shown = values.filter((value) => chosen.includes(value) || fold(words(value)).includes(fold(typed.trim())))
  const toggle = (value: string) => onChoose(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])
  return (
    <section>
      <h3 class="section-label" id={id}>
        {label}
      </h3>
      {values.length > MANY && (
        <input class="narrow" type="search" aria-label={`Find a ${label.toLowerCase()}`} placeholder={`Find a ${label.toLowerCase()}`} value={typed} maxLength={60} onInput={(event) => type(event.currentTarget.value)} />
      )}
      <div class="chips wrap" role="group" aria-labelledby={id}>
        {shown.map((value) => (
          <Toggle key={value} words={words(value)} on={chosen.includes(value)} onTap={() => toggle(value)} />
        ))}
        {shown.length === 0 && <p class="second">None by that name.</p>}
      </div>
    </section>
  )
}

/** What is on, each to be taken off by a tap. */
export function FilterChosen() {
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
