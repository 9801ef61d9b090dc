/** The account: signing up and in, what one signs in with, signing out. Nothing on this phone is lost by any of it. */
import { useLocation } from 'preact-iso'
import { Back, useTitle } from '../parts/Heading'
import { later } from '../parts/later'
import { account, signInNeeded } from '../store/session'
import { freshCodes, resetAt } from './account_data'
import { RecoveryCodes } from './RecoveryCodes'
import { ResetNotice } from './ResetNotice'
import { SignForm } from './SignForm'
import { SignedIn } from './SignOut'

const Devices = later(() => import('./Devices').then((module) => module.Devices))
const Leaving = later(() => import('./Leaving').then((module) => module.Leaving))
const Security = later(() => import('./AccountSecurity').then((module) => module.AccountSecurity))

export function AccountPage() {
  useTitle('Account')
  const { route } = useLocation()
  const onward = () => {
    if (freshCodes.peek() === null && resetAt.peek() === null) route('/')
  }
  return (
    <>
      <Back href="/settings" words="Settings" />
      <h1>{titleNow()}</h1>
      <p class="second">{introNow()}</p>
      {inside() && <ResetNotice onRead={onward} />}
      {inside() && <RecoveryCodes onKept={onward} />}
      {inside() && freshCodes.value === null && <SignedIn />}
      {inside() && freshCodes.value === null && <Security />}
      {inside() && freshCodes.value === null && <Devices />}
      {inside() && freshCodes.value === null && <Leaving />}
      {!inside() && <SignForm onDone={onward} />}
    </>
  )
}

const inside = (): boolean => account.value !== null && !signInNeeded.value

function titleNow(): string {
  return signInNeeded.value ? 'Sign in again' : 'Account'
}

function introNow(): string {
  if (inside()) return 'What you write is sent to the server and to your other devices.'
  if (signInNeeded.value) return 'The server ended the session. Everything you wrote is still here and goes out once you are signed in.'
  return 'An account keeps a copy on the server, shows it on your laptop, and gives your calendar an address. Hallway works without one.'
}
