/** The plan: whom and what to see, by how much it matters; the days that the flags bring; the walk past the posters. */
import { signal } from '@preact/signals'
import { Chips } from '../parts/Chips'
import { Heading } from '../parts/Heading'
import { Empty } from '../parts/Line'
import { wide } from '../platform/screen'
import { myPlan, targets } from './agenda_data'
import { ChangedCard } from './ChangedCard'
import { legs } from './plan_data'
import { PlanDays } from './PlanDays'
import { PlanTargets } from './PlanTargets'
import { PlanWalk } from './PlanWalk'

type View = 'targets' | 'days' | 'walk'

const view = signal<View>('targets')
const beside = signal<'days' | 'walk'>('days')

const DAYS = { value: 'days', words: 'Days' } as const
const WALK = { value: 'walk', words: 'Poster walk' } as const

export function PlanPage() {
  const all = targets.value
  const walks = legs.value.length > 0
  const shown = wide.value || (view.value === 'walk' && !walks) ? 'targets' : view.value
  const choices = [{ value: 'targets' as const, words: `Targets ${all.size}` }, DAYS, ...(walks ? [WALK] : [])]
  return (
    <>
      <Heading title="Plan" />
      <ChangedCard />
      {all.size === 0 ? (
        <Empty words="Nobody flagged yet. Open a person, a session or a poster and say how much it matters.">
          <a class="text-button" href="/">
            Open the agenda
          </a>
        </Empty>
      ) : (
        <>
          {!wide.value && <Chips label="View" choices={choices} chosen={shown} onChoose={(chosen) => (view.value = chosen)} />}
          {shown === 'targets' && <PlanTargets />}
          {shown === 'days' && <PlanDays />}
          {shown === 'walk' && <PlanWalk />}
        </>
      )}
    </>
  )
}

/** Beside the targets on a wide screen: the days, or the walk. */
export function PlanBeside() {
  const walks = legs.value.length > 0
  if (myPlan.value.length === 0) {
    return (
      <>
        <h2>Your days</h2>
        <Empty words="A flagged person brings every talk, panel and poster of theirs into your days here." />
      </>
    )
  }
  return (
    <>
      <h2>Your days</h2>
      {walks && <Chips label="Beside" choices={[DAYS, WALK]} chosen={beside.value} onChoose={(chosen) => (beside.value = chosen)} />}
      {walks && beside.value === 'walk' ? <PlanWalk /> : <PlanDays />}
    </>
  )
}
