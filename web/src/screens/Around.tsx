/** The pages around the settings: rows of the settings on a phone, the list beside each of them on a wide screen. */
import { useLocation } from 'preact-iso'
import { known } from '../store/memory'
import { attention, unsent } from '../store/records'
import { account, signInNeeded } from '../store/session'

export function Around() {
  return (
    <>
      <div class="heading">
        <h2>Hallway</h2>
      </div>
      <SettingsLinks withSettings />
    </>
  )
}

export function SettingsLinks({ withSettings = false }: { withSettings?: boolean }) {
  const { path } = useLocation()
  const links = [
    ...(withSettings ? [{ href: '/settings', words: 'Settings', value: '' }] : []),
    { href: '/account', words: 'Account', value: accountWords() },
    { href: '/badge', words: 'My badge', value: 'Your own code, for somebody’s camera' },
    { href: '/unsent', words: 'Unsent changes', value: unsentWords() },
    { href: '/import', words: 'Import an agenda', value: 'From a file or a link' },
    { href: '/deleted', words: 'Deleted', value: 'People, notes and flags of the last 30 days' },
  ]
  return (
    <ul class="rows">
      {links.map(({ href, words, value }) => (
        <li key={href}>
          <a class="row stacked" href={href} aria-current={href === path ? 'page' : undefined}>
            <span>{words}</span>
            {value && <span class="second">{value}</span>}
          </a>
        </li>
      ))}
    </ul>
  )
}

function accountWords(): string {
  if (account.value === null) return 'None: everything stays here'
  return signInNeeded.value ? `${account.value.name}, sign in again` : `Signed in as ${account.value.name}`
}

function unsentWords(): string {
  if (attention.value > 0) return `${attention.value} to look at`
  if (account.value === null) return 'No account, nothing to send'
  if (!known.value) return 'Not read yet'
  return unsent.value === 0 ? 'None, all is on the server' : `${unsent.value} waiting to be sent`
}
