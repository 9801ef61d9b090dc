/** Eight recovery codes, shown once: copied, kept as a file or written down, and then gone from here. */
import { useState } from 'preact/hooks'
import { account } from '../store/session'
import { freshCodes } from './account_data'
import '../style/account.css'

/** Shows the codes just made, if there are any; `onKept` when the person says that they are kept. */
export function RecoveryCodes({ onKept }: { onKept?: () => void }) {
  const [copied, setCopied] = useState(false)
  const codes = freshCodes.value
  if (!codes) return null
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'))
    setCopied(true)
  }
  const kept = (event: Event) => {
    // the button goes, so the focus goes to the page it stood on
    if (event.currentTarget instanceof Element) event.currentTarget.closest<HTMLElement>('[tabindex]')?.focus({ preventScroll: true })
    freshCodes.value = null
    onKept?.()
  }
  return (
    <section class="notice codes" aria-labelledby="codes-title">
      <h2 id="codes-title">Your recovery codes</h2>
      <p>Each of these lets you in once when your other ways are lost. They are shown only now: keep them where you keep papers, not only on this device.</p>
      <ol>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div class="button-row">
        <button type="button" class="text-button" onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
        </button>
        <button type="button" class="text-button" onClick={() => download(codes)}>
          Download
        </button>
      </div>
      <button type="button" class="button wide" onClick={kept}>
        I have kept them
      </button>
    </section>
  )
}

function download(codes: readonly string[]): void {
  const words = `Hallway recovery codes of ${account.peek()?.name ?? ''} at ${location.host}\nEach works once.\n\n${codes.join('\n')}\n`
  const url = URL.createObjectURL(new Blob([words], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'hallway-recovery-codes.txt'
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
