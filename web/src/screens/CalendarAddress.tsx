/** A calendar address just made: shown once, with the ways into each calendar. */
import { useState } from 'preact/hooks'
import { Tap } from '../parts/Tap'
import type { Made } from './calendar_data'
import { isPublic, waysInto, type Way } from './calendar_ways'

export function CalendarAddress({ made, onClose }: { made: Made; onClose: () => void }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')
  const { url, name } = made
  const reachable = isPublic(url)
  const copy = () =>
    navigator.clipboard.writeText(url).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    )
  return (
    <div class="notice">
      <p>This address is shown once. Whoever has it can read the calendar, so keep it to yourself.</p>
      <div class="copy-field">
        <input readOnly value={url} aria-label="Calendar address" onFocus={(event) => event.currentTarget.select()} />
        <button type="button" class="button" onClick={copy}>
          {copied === 'yes' ? 'Copied' : 'Copy'}
        </button>
      </div>
      <p class="second" role="status">
        {copied === 'failed' && 'This browser does not let the page copy. Tap the address and copy it yourself.'}
      </p>
      {!reachable && <p class="second">This installation has a private address: Google and Outlook on the web cannot reach it. Download a copy for them instead.</p>}
      {waysInto(url, name).map((way) => (
        <WayIn key={way.program} way={way} reachable={reachable} />
      ))}
      <Tap words="I have added it" plain onTap={onClose} />
    </div>
  )
}

function WayIn({ way, reachable }: { way: Way; reachable: boolean }) {
  const { program, link, opens, steps, pace, away } = way
  const barred = away && !reachable
  return (
    <details>
      <summary class="section-label">{barred ? `${program}: not from here` : program}</summary>
      {barred ? (
        <p class="second">{program} fetches from the internet and cannot reach this private address. Close this and tap “Download a copy”, then import the file there.</p>
      ) : (
        <>
          {link && (
            <div class="button-row">
              <a class="button" href={link} target={link.startsWith('https:') ? '_blank' : undefined} rel="noopener noreferrer">
                {opens}
              </a>
            </div>
          )}
          {link && <p class="second">If that does nothing:</p>}
          <ol class="bullets numbered">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <p class="second">{pace}</p>
        </>
      )}
    </details>
  )
}
