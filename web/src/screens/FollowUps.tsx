/** Follow-ups: what is due, what waits for a reply, what comes, what is done; each says why it is there. */
import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { Chips } from '../parts/Chips'
import { Back, Heading, useTitle } from '../parts/Heading'
import { KeepFocus } from '../parts/KeepFocus'
import { later } from '../parts/later'
import { Empty, StopRow, type StopLook } from '../parts/Line'
import { live } from '../store/records'
import { interval } from '../store/days'
import { account } from '../store/session'
import { groupOf, GROUPS, GROUP_WORDS, ofGroup, partsOf, thankYous, type Group } from '../views/followups'
import { titleOf } from '../views/followup_words'
import { myToday, steps, withFilling } from './followups_data'
import { OwnFollowUp } from './OwnFollowUp'
import { StepRow } from './StepRow'

const Letters = later(() => import('./Letters').then((module) => module.Letters))
const Milestones = later(() => import('./Milestones').then((module) => module.Milestones))
const Together = later(() => import('./Together').then((module) => module.Together))

const shown = signal<Group>('due')

const EMPTY: Readonly<Record<Exclude<Group, 'due'>, string>> = {
  waiting: 'You wait for nobody. A message marked as sent waits here for its reply.',
  coming: 'Nothing is coming. Scan a badge and the follow-ups date themselves.',
  done: 'Nothing done yet. What you tick off is kept here.',
}

const nothingDue = (): string => `Nothing is due. A thank-you appears by itself ${dayWords(daysSet()('thank_you'))} after you met someone.`

export function FollowUpList() {
  const all = steps.value
  const group = shown.value
  const choices = GROUPS.map((one) => {
    const count = ofGroup(all, one).length
    return { value: one, words: count > 0 && one !== 'done' ? `${GROUP_WORDS[one]} ${count}` : GROUP_WORDS[one] }
  })
  const rows = ofGroup(withFilling(all, (step) => groupOf(step) === group), group)
  const parts = partsOf(rows, group, myToday.value)
  const nobody = live('contact').value.size === 0
  return (
    <>
      <Heading title="Follow-ups" />
      <Chips label="Follow-ups" choices={choices} chosen={group} onChoose={(one) => (shown.value = one)} />
      {group === 'due' && <Together steps={thankYous(all, myToday.value)} />}
      {parts.length === 0 && (
        <Empty words={group === 'due' ? nothingDue() : EMPTY[group]}>
          {nobody && (
            <a class="text-button" href="/scan">
              Scan a badge
            </a>
          )}
        </Empty>
      )}
      <KeepFocus>
        {parts.map(({ label, steps: found }) => (
          <section key={label}>
            <h2 class={label ? 'section-label' : 'hidden-text'}>{label || GROUP_WORDS[group]}</h2>
            <ol class="line" aria-label={label || GROUP_WORDS[group]}>
              {found.map((step) => (
                <StepRow key={step.id} step={step} />
              ))}
            </ol>
          </section>
        ))}
      </KeepFocus>
      {!nobody && group !== 'done' && <OwnFollowUp />}
      {!nobody && (
        <div class="button-row">
          <a class="text-button plain" href="/followups/letters">
            Letters
          </a>
          <a class="text-button plain" href="/followups/milestones">
            Milestones
          </a>
        </div>
      )}
    </>
  )
}

/** Returns what tells after how many days a follow-up comes, as the settings have it now. */
function daysSet(): (name: Parameters<typeof interval>[1]) => number {
  const [settings] = live('settings').value.values()
  const rules = { intervals: settings?.intervals ?? {}, quiet_days: settings?.quiet_days ?? [] }
  return (name) => interval(rules, name)
}

/** What stands beside the list on a wide screen: how the dates come about, drawn as the line itself. */
export function Cadence() {
  const days = daysSet()
  const [thank, nudge, check] = [days('thank_you'), days('nudge'), days('check_in')]
  const rows = [
    <Rule key="thank" stop="open" after={thank} when={`Day ${thank}`} name="Thank them">
      Late from day {days('thank_you_late')}. What you promised comes on the day you said.
    </Rule>,
    <Rule key="nudge" stop="buffer" after={nudge} when={`+${nudge}`} name="No reply: one nudge, then silence">
      {dayWords(nudge)} after your message. Hallway never asks for a second one.
    </Rule>,
    <Rule key="check" stop="open" after={check} when={`+${check}`} name="Check in">
      {dayWords(check)} after you last met or wrote, again and again.
    </Rule>,
  ].sort((a, b) => a.props.after - b.props.after)
  return (
    <>
      <h2>How follow-ups date themselves</h2>
      <ol class="line resting" aria-label="The cadence">
        <Rule stop="plain" after={0} when="Day 0" name="You meet someone">
          A scan or a typed name is enough.
        </Rule>
        {rows}
      </ol>
      <a class="text-button" href="/settings">
        Change the days
      </a>
    </>
  )
}

interface RuleProps {
  stop: StopLook
  /** The day it comes, counted from what it follows. */
  after: number
  when: string
  name: string
  children: ComponentChildren
}

function Rule({ stop, when, name, children }: RuleProps) {
  return (
    <StopRow stop={stop} when={when} ends={stop === 'buffer'}>
      <h3>{name}</h3>
      <p class="second">{children}</p>
    </StopRow>
  )
}

const dayWords = (days: number): string => (days === 1 ? '1 day' : `${days} days`)

/** A step that is done or taken back leaves its link behind in a calendar; so does another browser's. */
function Gone() {
  if (account.value) {
    return (
      <Empty words="This follow-up is not here any more. It was done, or what it came from was changed.">
        <a class="text-button" href="/followups">
          Open the follow-ups
        </a>
      </Empty>
    )
  }
  return (
    <Empty words="This follow-up is not here. If your people are in the Hallway app, open it there; else sign in.">
      <a class="text-button" href="/account">
        Sign in
      </a>
    </Empty>
  )
}

/** The page behind the link in a calendar, or one of the two lists behind the follow-ups. */
export function FollowUpPage({ id }: { id: string }) {
  if (id === 'letters') return <Letters />
  return id === 'milestones' ? <Milestones /> : <OnePage id={id} />
}

/** The one step with what can be done about it. */
function OnePage({ id }: { id: string }) {
  const step = withFilling(steps.value, (one) => one.id === id).find((one) => one.id === id)
  useTitle(step ? titleOf(step) : 'Follow-up')
  return (
    <>
      <Back href="/followups" words="Follow-ups" />
      <h1>{step ? 'Follow-up' : 'Not here'}</h1>
      {step ? (
        <KeepFocus>
          <ol class="line">
            <StepRow step={step} name="h2" />
          </ol>
        </KeepFocus>
      ) : (
        <Gone />
      )}
    </>
  )
}
