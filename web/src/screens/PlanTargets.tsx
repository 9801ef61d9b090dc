/** The targets by how much they matter, with why and the one question; met ones are filled. */
import { useState } from 'preact/hooks'
import { Flag } from '../parts/Flag'
import { StopRow } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { Why } from '../parts/Why'
import type { Tier } from '../store/kinds'
import { countWords, MANY_MUSTS, TIER_WORDS, type ShownTarget } from '../views/plan'
import { dayAndHour } from '../views/times'
import { shortDay } from '../views/when'
import { zone } from './agenda_data'
import { OtherValues } from './OtherValues'
import { contactOf, met, tick, tiers } from './plan_data'

export function PlanTargets() {
  return (
    <>
      {tiers.value.map(({ tier, shown }) => shown.length > 0 && <TierList key={tier} tier={tier} shown={shown} />)}
    </>
  )
}

function TierList({ tier, shown }: { tier: Tier; shown: readonly ShownTarget[] }) {
  const open = shown.filter((one) => !met.value.has(one.target.id))
  const done = shown.filter((one) => met.value.has(one.target.id))
  return (
    <section>
      <h2 class="section-label">
        {countWords(tier, shown, met.value)}
      </h2>
      {tier === 'must' && shown.length > MANY_MUSTS && (
        <p class="notice">{shown.length} musts are many. Most people manage five to ten; a shorter list is kept.</p>
      )}
      <ol class="line" aria-label={TIER_WORDS[tier]}>
        {[...open, ...done].map((one) => (
          <TargetRow key={one.target.id} shown={one} tier={tier} />
        ))}
      </ol>
    </section>
  )
}

function TargetRow({ shown, tier }: { shown: ShownTarget; tier: Tier }) {
  const [editing, setEditing] = useState(false)
  const { target } = shown
  const done = met.value.has(target.id)
  const contact = contactOf(target.person)
  const verb = target.person ? 'Met' : 'Seen'
  const [item] = target.person ? [] : shown.items
  const cancelled = item?.status === 'cancelled'
  const when = item ? dayAndHour(item, zone.value) : ''
  return (
    <StopRow stop={done ? 'done' : tier} dashed={shown.gone || cancelled} look="step">
      <h3>{shown.href ? <a href={shown.href}>{shown.title}</a> : shown.title}</h3>
      {when && <p class="second tabular">{when}</p>}
      {shown.detail && <p class="second">{shown.detail}</p>}
      {cancelled && <p class="small fault">Cancelled</p>}
      {target.person && <p class="second">{placesWords(shown)}</p>}
      {done && <p class="small tinted">{verb}</p>}
      <OtherValues kind="target" id={target.id} />
      {editing ? (
        <div key="form" class="in-place">
          <Flag
            id={target.id}
            what={target.person ? { person: target.person } : { item: target.item ?? '' }}
            conference={target.conference}
            title={target.title_at_flagging ?? shown.title}
          />
          <Why id={target.id} />
        </div>
      ) : (
        <>
          {target.why && <p class="told clamped longer">{target.why}</p>}
          {target.question && (
            <p class="told clamped longer">
              <span class="label">Ask </span>
              {target.question}
            </p>
          )}
        </>
      )}
      <div key="acts" class="button-row">
        {contact ? (
          <a class="text-button" href={`/people/${contact.id}`}>
            Open the contact
          </a>
        ) : (
          <Tap words={done ? `Not ${verb.toLowerCase()}` : verb} plain={done} onTap={() => tick(target, verb)} label={`${verb}: ${shown.title}`} />
        )}
        <Tap
          words={editing ? 'Close' : 'Why and what to ask'}
          label={editing ? undefined : `Why and what to ask: ${shown.title}`}
          plain
          onTap={() => setEditing(!editing)}
        />
      </div>
    </StopRow>
  )
}

function placesWords({ items, gone }: ShownTarget): string {
  if (gone || items.length === 0) return 'No longer on the programme'
  const where = items.length === 1 ? '1 place to meet' : `${items.length} places to meet`
  const first = items[0]?.day_on
  return first ? `${where}, first ${shortDay(first)}` : where
}
