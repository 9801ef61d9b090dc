/** Promise and ask: two small cards that open where they are tapped, with quick words and quick days. */
import { useId, useState } from 'preact/hooks'
import { Chips } from '../parts/Chips'
import { Field } from '../parts/Field'
import { answered, answerOf, ANSWERS } from '../views/asks'
import { dayOf, plusDays, shortDay } from '../views/when'
import { zone } from './agenda_data'
import { useInSight } from './CaptureSheet'
import type { NoteForm } from './CaptureStory'

const EMPTY = 'nothing yet'
const PROMISES = ['my CV', 'my abstract', 'a paper', 'to write'].map((words) => ({ value: words, words }))
const ASKS = ['May I e-mail you?', 'May I visit?', 'Research with you?', 'Whom else to meet?'].map((words) => ({ value: words, words }))

export function Cards({ form }: { form: NoteForm }) {
  const [open, setOpen] = useState<'promise' | 'ask' | null>(null)
  const { promise, promise_due_on: due, ask } = form.values
  return (
    <>
      <div class="cards">
        <Card
          label="I promised"
          value={promise ?? ''}
          detail={due ? `by ${shortDay(due)}` : null}
          isOpen={open === 'promise'}
          onOpen={() => setOpen('promise')}
          onInput={(text) => form.put({ promise: text || null })}
          onBlur={form.flush}
        />
        <Card
          label="I asked"
          value={ask ?? ''}
          detail={null}
          isOpen={open === 'ask'}
          onOpen={() => setOpen('ask')}
          onInput={(text) => form.put({ ask: text || null })}
          onBlur={form.flush}
        />
      </div>
      {open === 'promise' && <PromiseMore form={form} />}
      {open === 'ask' && <AskMore form={form} />}
    </>
  )
}

interface CardProps {
  label: string
  value: string
  detail: string | null
  isOpen: boolean
  onOpen: () => void
  onInput: (text: string) => void
  onBlur: () => void
}

function Card({ label, value, detail, isOpen, onOpen, onInput, onBlur }: CardProps) {
  const id = useId()
  return (
    <label class={`card${isOpen ? ' open' : ''}`} for={id}>
      <span class="label">{label}</span>
      <span class="growing">
        <span aria-hidden="true">{value || EMPTY}</span>
        <textarea
          id={id}
          aria-label={label}
          aria-describedby={detail ? `${id}-detail` : undefined}
          value={value}
          maxLength={500}
          rows={1}
          placeholder={EMPTY}
          autoComplete="off"
          onFocus={onOpen}
          onInput={(event) => onInput(event.currentTarget.value.replaceAll('\n', ' '))}
          onBlur={onBlur}
        />
      </span>
      {detail && (
        <span class="second" id={`${id}-detail`}>
          {detail}
        </span>
      )}
    </label>
  )
}

/** What students promise most, and the day it is due: tomorrow, in 3 days, or one from the calendar. */
function PromiseMore({ form }: { form: NoteForm }) {
  const { promise, promise_due_on: due } = form.values
  const today = dayOf(new Date(), zone.value)
  const [tomorrow, soon] = [plusDays(today, 1), plusDays(today, 3)]
  const [isOther, setOther] = useState(due !== null && due !== undefined && due !== tomorrow && due !== soon)
  const days = [
    { value: tomorrow, words: 'Tomorrow' },
    { value: soon, words: `In 3 days, ${shortDay(soon)}` },
    { value: 'other', words: 'A day' },
  ]
  const choose = (day: string) => {
    setOther(day === 'other')
    if (day !== 'other') form.put({ promise_due_on: day === due ? null : day })
  }
  const panel = useInSight<HTMLDivElement>(isOther)
  return (
    <div class="more" ref={panel}>
      <Chips label="Often promised" choices={PROMISES} chosen={promise ?? null} onChoose={(words) => form.put({ promise: words === promise ? null : words })} />
      <Chips label="By when" choices={days} chosen={isOther ? 'other' : (due ?? null)} onChoose={choose} />
      {isOther && <Field label="by" type="date" value={due ?? ''} onInput={(day) => form.put({ promise_due_on: day || null })} onBlur={form.flush} />}
    </div>
  )
}

function AskMore({ form }: { form: NoteForm }) {
  const ask = form.values.ask ?? ''
  const { question, answer } = answerOf(ask)
  const put = (text: string) => form.put({ ask: text || null })
  const panel = useInSight<HTMLDivElement>()
  return (
    <div class="more" ref={panel}>
      <Chips label="Often asked" choices={ASKS} chosen={question} onChoose={(words) => put(words === question ? '' : answered(words, answer))} />
      {question && (
        <Chips label="The answer" choices={ANSWERS} chosen={answer} onChoose={(said) => put(answered(question, said === answer ? null : said))} />
      )}
    </div>
  )
}
