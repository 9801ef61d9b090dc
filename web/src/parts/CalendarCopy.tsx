/** One event as a file for a calendar. The server sends it: iOS takes no file that a page made itself. */
import { online } from '../platform/screen'
import { account } from '../store/session'

interface CalendarCopyProps {
  /** Of the record below the API: `items/<id>`, `followups/<id>`. */
  path: string
}

export function CalendarCopy({ path }: CalendarCopyProps) {
  if (!account.value) return null
  if (!online.value) return <p class="second">A calendar file comes from the server: it needs a connection.</p>
  return (
    <p class="second">
      <a class="text-button" href={`/api/${path}.ics`} download>
        Calendar file
      </a>{' '}
      A copy: it will not follow changes.
    </p>
  )
}
