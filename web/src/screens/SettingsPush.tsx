/** The switch for a morning reminder on this device; shown only where the browser can and somebody is signed in. */
import { useEffect, useState } from 'preact/hooks'
import { hasPush, pushIsOn, pushOff, pushOn } from '../platform/push'
import { ApiProblem } from '../store/api'
import { account } from '../store/session'

const WORDS = {
  refused: 'This browser does not allow messages of Hallway. Allow them in its settings for this page, then try again.',
  'unknown here': 'This browser cannot reach its message service just now. Try again later, or use the calendar address.',
} as const

export function PushSetting() {
  return hasPush() && account.value ? <Switch /> : null
}

function Switch() {
  const [isOn, setOn] = useState(false)
  const [busy, setBusy] = useState(true)
  const [fault, setFault] = useState('')
  const act = async (work: () => Promise<string>) => {
    setBusy(true)
    try {
      setFault(await work())
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem
      setFault(problem.type === 'offline' ? 'This needs a network. Try again when you are connected.' : problem.detail || problem.title)
    } finally {
      setBusy(false)
    }
  }
  useEffect(() => {
    void pushIsOn().then(setOn, () => undefined).finally(() => setBusy(false))
  }, [])
  const change = (wanted: boolean) =>
    act(async () => {
      const hindrance = wanted ? await pushOn() : await pushOff()
      setOn(wanted && !hindrance)
      return hindrance ? WORDS[hindrance] : ''
    })
  return (
    <>
      <label class="check">
        <input type="checkbox" checked={isOn} disabled={busy} onChange={(event) => void change(event.currentTarget.checked)} />
        <span>Remind me on this device</span>
      </label>
      <p class="second">One message in the morning when something is due. It says how many follow-ups, and no names.</p>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </>
  )
}
