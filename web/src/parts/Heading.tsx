/** The name of the place, and on every screen how many changes are only on this phone. */
import type { ComponentChildren } from 'preact'
import { useContext, useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { evicted } from '../store/eviction'
import { attention, unsent } from '../store/live'
import { known } from '../store/memory'
import { account, signInNeeded, storeFault } from '../store/who'
import { FirstSteps } from '../screens/FirstSteps'
import { dueCount } from '../platform/due'
import { wide } from '../platform/screen'
import { newVersion } from '../platform/update'
import { syncState, updateReady } from '../sync/state'
import { Icon } from './Icon'
import { later } from './later'
import { TitleLevel } from './title_level'

const Notices = later(() => import('../screens/Notices').then((module) => module.Notices))

const Today = later(() => import('../screens/Today').then((module) => module.Today))

/** Whether `Notices` has something to say; its code is seldom wanted and comes after the first screen. */
const isToldOf = () => storeFault.value || evicted.value || newVersion.value || updateReady.value || syncState.value === 'upgrade'

/** What the corner of every screen says about unsent work. */
function syncWords(): { words: string; look: string } {
  if (attention.value > 0) return { words: `${attention.value} to look at`, look: 'attention' }
  if (account.value === null) return { words: 'On this phone', look: 'waiting' }
  if (signInNeeded.value) return { words: unsent.value ? `Sign in to send ${unsent.value}` : 'Sign in', look: 'attention' }
  if (unsent.value > 0) return { words: `${unsent.value} not sent`, look: 'waiting' }
  if (!known.value) return { words: storeFault.value ? 'Not readable' : 'Opening', look: 'waiting' }
  return { words: syncState.value === 'offline' ? 'Offline, all sent' : 'All sent', look: '' }
}

export function SyncState() {
  const { words, look } = syncWords()
  return (
    <a class={`sync ${look}`} href={signInNeeded.value ? '/account' : '/unsent'}>
      {words}
    </a>
  )
}

export function Heading({ title, children }: { title: string; children?: ComponentChildren }) {
  useTitle(title)
  const Name = useContext(TitleLevel)
  const place = children === undefined
  const home = useLocation().path === '/'
  return (
    <>
      <div class="heading">
        <Name>{title}</Name>
        {children ?? (
          <div class="corner">
            <SyncState />
            <a class="gear" href="/settings" aria-label="Settings">
              <Icon name="settings" size={20} />
            </a>
          </div>
        )}
      </div>
      {place && isToldOf() && <Notices />}
      {home && dueCount.value > 0 && <Today />}
      {home && !wide.value && <FirstSteps />}
    </>
  )
}

/** A page's way back to its list, with the unsent count beside it. */
export function Back({ href, words }: { href: string; words: string }) {
  return (
    <div class="heading">
      <a class="back" href={href}>
        <Icon name="back" size={20} />
        {words}
      </a>
      <SyncState />
    </div>
  )
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === 'Hallway' ? title : `${title} - Hallway`
  }, [title])
}
