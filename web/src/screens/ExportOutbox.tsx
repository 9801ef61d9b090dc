/** The last resorts of a phone that cannot send: the changes as a file, and such a file sent from here. */
import { useState } from 'preact/hooks'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { ApiProblem } from '../store/api'
import { exportOutbox, NotSendable, sendExported } from './outbox_export'

export function ExportOutbox({ waiting }: { waiting: number }) {
  const [fault, setFault] = useState('')
  const hand = async () => {
    const count = await exportOutbox()
    say(`${count === 1 ? '1 change' : `${count} changes`} handed out as a file`)
  }
  const send = async (event: Event) => {
    const input = event.currentTarget as HTMLInputElement
    const file = input.files?.[0]
    input.value = ''
    if (!file) return
    setFault('')
    try {
      const { count, held } = await sendExported(file)
      say(count === 1 ? 'The change in the file is on the server' : `The ${count} changes in the file are on the server`)
      if (held > 0) setFault(`The server keeps ${held} of them but could not take ${held === 1 ? 'it' : 'them'}. Keep the file until you have looked at them where they were made.`)
    } catch (problem) {
      if (!(problem instanceof NotSendable) && !(problem instanceof ApiProblem)) throw problem
      setFault(problem instanceof ApiProblem && problem.type === 'offline' ? 'No connection to the server. Nothing was sent; the file is as it was.' : problem.message)
    }
  }
  return (
    <details>
      <summary class="section-label">When nothing goes out</summary>
      {waiting > 0 && (
        <>
          <p class="second">Keep what waits as a file, by mail or on a stick. It can be sent from any device where you are signed in; nothing arrives twice.</p>
          <Tap words="Export as a file" onTap={hand} />
        </>
      )}
      <label class="field">
        <span class="label">Send such a file from here</span>
        <input type="file" accept="application/json,.json" onChange={(event) => void send(event)} />
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </details>
  )
}
