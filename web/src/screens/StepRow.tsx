/** One follow-up on its line: whom, why, when, and what can be done about it. */
import { useState } from 'preact/hooks'
import { useInPlace } from '../parts/in_place'
import { StopRow } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { live } from '../store/records'
import type { Step } from '../store/story'
import { dueOf, groupOf, isLastWord, titleOf, whyOf } from '../views/followups'
import { waysTo } from '../views/links'
import { inDays, isFilling, isMessage, leaveAlone, logReply, markDone, markSent, reopen, snooze, todayFor } from './followups_data'
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
      {isMessage(step) && <Write contact={step.contact} />}
      {replies && <Tap words="Replied" plain onTap={() => logReply(step.contact)} />}
      <Tap words="Later" plain onTap={onLater} />
    </div>
  )
}

/** Opens the mail program; what was sent is logged by hand, since nobody else knows. */
function Write({ contact }: { contact: string }) {
  const known = live('contact').value.get(contact)
  const mail = known && waysTo(known).find((way) => way.kind === 'mail')
  if (!mail) return null
  return (
    <a class="text-button plain" href={mail.href}>
      E-mail
    </a>
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
    </>
  )
}
