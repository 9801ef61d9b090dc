/** After how many days a follow-up comes, and on which days none does. */
import { useState } from 'preact/hooks'
import { Tap } from '../parts/Tap'
import { INTERVALS, interval } from '../store/days'
import { intervalFrom, INTERVALS_SHOWN, quietDates, rangeWords, WEEKDAYS, WEEKDAY_WORDS, type IntervalName } from '../views/preferences'
import { longDay } from '../views/when'
import { keepSettings, settings } from './settings_data'

export function CadenceSettings() {
  return (
    <>
      <p class="second">Days until each follow-up comes. What is set already moves with it.</p>
      <ul class="rows">
        {INTERVALS_SHOWN.map(({ name, words, detail }) => (
          <IntervalRow key={name} name={name} words={words} detail={detail} />
        ))}
      </ul>
      <QuietDays />
    </>
  )
}

function IntervalRow({ name, words, detail }: { name: IntervalName; words: string; detail: string }) {
  const own = settings.value?.intervals ?? {}
  const value = interval({ intervals: own }, name)
  const [typed, setTyped] = useState<string | null>(null)
  const [usual, least, most] = INTERVALS[name]
  const put = (days: number) => keepSettings({ intervals: { ...settings.value?.intervals, [name]: days } })
  const take = () => {
    const days = intervalFrom(name, typed ?? '')
    setTyped(null)
    if (days !== null && days !== value) void put(days)
  }
  return (
    <li class="row interval">
      <span class="grow">
        {words}
        <span class="second"> {detail}</span>
        <span class="small">
          {rangeWords(name)}
          {value !== usual && <span class="hidden-text">, changed</span>}
        </span>
      </span>
      <span class="stepper">
        <button type="button" aria-label={`${words}: one day less`} disabled={value <= least} onClick={() => void put(value - 1)}>
          −
        </button>
        <input
          type="text"
          inputMode="numeric"
          aria-label={`${words}: days`}
          maxLength={3}
          value={typed ?? String(value)}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onBlur={take}
        />
        <button type="button" aria-label={`${words}: one day more`} disabled={value >= most} onClick={() => void put(value + 1)}>
          +
        </button>
      </span>
    </li>
  )
}

/** Weekdays and single days on which nothing falls due; it comes on the next day that is not quiet. */
function QuietDays() {
  const quiet = settings.value?.quiet_days ?? []
  const [day, setDay] = useState('')
  const put = (quiet_days: string[]) => void keepSettings({ quiet_days })
  const flip = (one: string) => put(quiet.includes(one) ? quiet.filter((other) => other !== one) : [...quiet, one])
  return (
    <div class="field quiet-days">
      <span class="label">Quiet days: nothing falls due</span>
      <div class="chips wrap" role="group" aria-label="Quiet weekdays">
        {WEEKDAYS.map((one) => (
          <button key={one} type="button" class="chip" aria-pressed={quiet.includes(one)} onClick={() => flip(one)}>
            {WEEKDAY_WORDS[one]}
          </button>
        ))}
      </div>
      <ul>
        {quietDates(quiet).map((one) => (
          <li key={one} class="button-row">
            <span>{longDay(one)}</span>
            <Tap words="Remove" plain label={`Remove ${longDay(one)}`} onTap={() => flip(one)} />
          </li>
        ))}
      </ul>
      <div class="on-a-day">
        <input type="date" aria-label="A quiet day" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
        <button
          type="button"
          class="button quiet"
          disabled={!day || quiet.includes(day)}
          onClick={() => {
            flip(day)
            setDay('')
          }}
        >
          Add
        </button>
      </div>
    </div>
  )
}
