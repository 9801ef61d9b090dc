/** What stands on the right of a wide screen while nothing is chosen: the first steps, else one calm sentence. */
import type { ComponentChildren } from 'preact'
import { beginning, FirstSteps } from './FirstSteps'
import { Empty } from '../parts/Line'

export function Beside({ children }: { children?: ComponentChildren }) {
  if (!beginning.value) return <>{children}</>
  return (
    <>
      <h2>Begin here</h2>
      <FirstSteps />
      {children}
    </>
  )
}

export function AgendaBeside() {
  return (
    <Beside>
      <Empty words="Choose a session, a poster or a person on the left; it opens here." />
    </Beside>
  )
}
