/** Tells at the next sign-in that a link of the operator has set a new way in: whoever did not ask for it has to know. */
import { Tap } from '../parts/Tap'
import { clock, dayOf, longDay } from '../views/when'
import { dismissReset, resetAt } from './account_data'

export function ResetNotice({ onRead }: { onRead: () => void }) {
  const at = resetAt.value
  if (!at) return null
  const read = async () => {
    await dismissReset().catch(() => (resetAt.value = null)) // offline: it is told again
    onRead()
  }
  return (
    <section class="notice alarm" role="alert">
      <p>
        Your sign-in was reset on {longDay(dayOf(at))} at {clock(at)}, with a link from the operator of this server. If you did not ask for that, write to the
        operator now: somebody else may have been in your account.
      </p>
      <Tap words="I have read this" onTap={read} />
    </section>
  )
}
