/** One follow-up on its line: whom, why, when, and what can be done about it. */
import { useState } from 'preact/hooks'
import { useInPlace } from '../parts/in_place'
import { CalendarCopy } from '../parts/CalendarCopy'
import { StopRow } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { live } from '../store/records'
import type { Step } from '../store/story'
import { titleOf, whyOf } from '../views/followup_words'
import { dueOf, groupOf, isLastWord } from '../views/followups'
import { canReopen, isMessage, leaveAlone, markDone, markSent, reopen, snooze } from './followups_acts'
import { inDays, isFilling, logReply, todayFor } from './followups_data'
import { OtherValues } from './OtherValues'

interface StepRowProps {
  step: Step
  /** The title leads to the person; the text is cut short, since all of it stands there. */
  linked?: boolean
  name?: 'h2' | 'h3'
}

export function StepRow({ step, linked = true, name: Name = 'h3' }: StepRowProps) {
  const today = todayFor(step.contact)
  const last = isLastWord(step)
  const done = step.state !== 'open' || isFilling(step.id)
  const note = live('followup').value.get(step.id)?.note
  return (
    <StopRow stop={done ? 'done' : last ? 'buffer' : 'open'} ends={last && !done} look="step">
      <Name>{linked ? <a href={`/people/${step.contact}`}>{titleOf(step)}</a> : titleOf(step)}</Name>
      <p class={linked ? 'second clamped longer' : 'second'}>{whyOf(step, today)}</p>
      {note && <p class={linked ? 'second clamped longer' : 'second'}>{note}</p>}
      <p class={step.when === 'late' ? 'small late' : 'small'}>{dueOf(step, today)}</p>
      <OtherValues kind="followup" id={step.id} />
      <Actions step={step} />
    </StopRow>
  )
}

function Actions({ step }: { step: Step }) {
  const [later, setLater] = useState(false)
  const place = useInPlace<HTMLDivElement>(later)
  if (step.state !== 'open') {
    if (!canReopen(step)) return null
    return (
      <div class="button-row">
        <Tap words="Open again" plain onTap={() => reopen(step)} />
      </div>
    )
  }
  return <div ref={place}>{later ? <Later step={step} onBack={() => setLater(false)} /> : <Ways step={step} onLater={() => setLater(true)} />}</div>
}

function Ways({ step, onLater }: { step: Step; onLater: () => void }) {
  const replies = step.step === 'nudge' || groupOf(step) === 'waiting'
  return (
    <div class="button-row">
      {isMessage(step) && <Tap words="Sent" onTap={() => markSent(step)} />}
      {!replies && <Tap words="Done" plain={isMessage(step)} onTap={() => markDone(step)} />}
      {isMessage(step) && (
        <a class="text-button plain" href={`/followups/draft/${step.contact}?step=${step.id}`}>
          Write
        </a>
      )}
      {replies && <Tap words="Replied" plain onTap={() => logReply(step.contact)} />}
      <Tap words="Later" plain onTap={onLater} />
    </div>
  )
}

function Later({ step, onBack }: { step: Step; onBack: () => void }) {
  const [day, setDay] = useState('')
  const put = async (chosen: string) => {
    onBack()
    await snooze(step, chosen)
  }
  return (
    <>
      <div class="button-row">
        <Tap words="3 days" onTap={() => put(inDays(3))} />
        <Tap words="1 week" onTap={() => put(inDays(7))} />
      </div>
      <div class="on-a-day">
        <input type="date" aria-label="Put off to a day" min={inDays(1)} value={day} onInput={(event) => setDay(event.currentTarget.value)} />
        <button type="button" class="button quiet" disabled={!day || day < inDays(1)} onClick={() => void put(day)}>
          Put off
        </button>
      </div>
      <div class="button-row">
        <Tap words="Leave them alone" plain onTap={() => leaveAlone(step)} />
        <Tap words="Back" plain onTap={onBack} />
      </div>
      {step.due_on && <CalendarCopy path={`followups/${step.id}`} />}
    </>
  )
}
