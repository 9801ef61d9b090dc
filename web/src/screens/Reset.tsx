/** The page of the operator's link. Opening it does nothing: what is chosen here does, once. */
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Back, useTitle } from '../parts/Heading'
import { reset } from './account_data'
import { Adopt, useWork } from './SignForm'
import { WayField } from './WayField'

/** Taken out of the address at once, and kept in memory only, so that neither history nor a screenshot holds it. */
let token = ''

function takeToken(): void {
  if (location.hash.length < 2) return
  token = location.hash.slice(1)
  history.replaceState(history.state, '', location.pathname)
}

export function ResetPage() {
  takeToken()
  useTitle('New sign-in')
  useNoReferrer()
  const { route } = useLocation()
  const [adopt, setAdopt] = useState(true)
  const done = () => {
    token = ''
    route('/account')
  }
  const { run, busy, at, problem } = useWork(done)
  return (
    <>
      <Back href="/account" words="Account" />
      <h1>A new way to sign in</h1>
      {token ? (
        <WayField act="Sign in" ready busy={busy} fault={at('/password')} onChoose={(way) => run(() => reset(token, way, adopt))}>
          <p class="second">
            This link works once. What you choose here takes the place of every passkey, password and recovery code of the account, and all other devices are
            signed out. What you wrote stays.
          </p>
          <Adopt name="" adopt={adopt} onAdopt={setAdopt} />
          {problem && (
            <p class="fault" role="alert">
              {problem}
            </p>
          )}
        </WayField>
      ) : (
        <p class="second">Open the link that the operator of this server gave you; without it there is nothing to do here.</p>
      )}
    </>
  )
}

/** The page may come from the phone's own store, without the server's header. */
export function useNoReferrer(): void {
  useEffect(() => {
    const meta = document.createElement('meta')
    meta.name = 'referrer'
    meta.content = 'no-referrer'
    document.head.append(meta)
    return () => meta.remove()
  }, [])
}
