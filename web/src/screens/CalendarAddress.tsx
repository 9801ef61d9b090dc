/** A calendar address just made: shown once, with the ways into each calendar. */
import { useState } from 'preact/hooks'
import { Tap } from '../parts/Tap'

export function CalendarAddress({ url, onClose }: { url: string; onClose: () => void }) {
  const [copied, setCopied] = useState(false)
  const subscribe = url.replace(/^https?:/, 'webcal:')
  const reachable = url.startsWith('https:')
  const outlook = (host: string) => `https://${host}/calendar/0/addfromweb?url=${encodeURIComponent(url)}&name=Hallway`
  const copy = async () => {
    await navigator.clipboard.writeText(url)
    setCopied(true)
  }
  return (
    <div class="notice">
      <p>This address is shown once. Whoever has it can read the calendar, so keep it to yourself.</p>
      <div class="copy-field">
        <input readOnly value={url} aria-label="Calendar address" onFocus={(event) => event.currentTarget.select()} />
        <button type="button" class="button" onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
        </button>
      </div>
      <div class="button-row">
        <a class="text-button" href={subscribe}>
          Apple, Thunderbird, Outlook on this device
        </a>
        {reachable && <Away href={`https://calendar.google.com/calendar/render?cid=${encodeURIComponent(subscribe)}`} words="Google" />}
        {reachable && <Away href={outlook('outlook.live.com')} words="Outlook.com" />}
        {reachable && <Away href={outlook('outlook.office.com')} words="Microsoft 365" />}
      </div>
      <details>
        <summary class="section-label">When a button does nothing</summary>
        <ol class="bullets numbered">
          <li>Copy the address above.</li>
          <li>In your calendar, look for “subscribe”, “from URL” or “from web”. In Google this is only on the web page, not in the app.</li>
          <li>Paste the address and save. The first events come with the calendar's next look.</li>
        </ol>
      </details>
      {!reachable && <p class="second">This installation runs on a private address; Google and Outlook on the web can not reach it.</p>}
      <Tap words="Close" plain onTap={onClose} />
    </div>
  )
}

function Away({ href, words }: { href: string; words: string }) {
  return (
    <a class="text-button" href={href} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  )
}
