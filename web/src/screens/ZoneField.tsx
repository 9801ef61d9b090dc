/** A time zone found by typing: a city or a region is enough. */
import { useId, useState } from 'preact/hooks'
import { zonesLike } from '../views/preferences'

interface ZoneFieldProps {
  label: string
  hint?: string
  chosen: string
  /** Offered before anything is typed. */
  first?: readonly string[]
  onChoose: (zone: string) => void
}

export function ZoneField({ label, hint, chosen, first = [], onChoose }: ZoneFieldProps) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const known = [...new Set([...first, ...Intl.supportedValuesOf('timeZone'), 'UTC'])]
  const shown = typed ?? chosen
  const found = typed === null || typed === chosen ? (chosen ? [] : first) : zonesLike(typed, known)
  const unknown = typed !== null && typed.trim().length > 2 && found.length === 0
  const choose = (zone: string) => {
    setTyped(null)
    if (zone !== chosen) onChoose(zone)
  }
  const leave = () => {
    const exact = known.find((zone) => zone.toLowerCase() === typed?.trim().toLowerCase().replaceAll(' ', '_'))
    if (exact) choose(exact)
  }
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
      </label>
      <input
        id={id}
        type="text"
        value={shown}
        maxLength={64}
        autocomplete="off"
        spellcheck={false}
        placeholder="City or region"
        aria-describedby={`${id}-hint`}
        aria-invalid={unknown ? true : undefined}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || found.length !== 1 || !found[0]) return
          event.preventDefault()
          choose(found[0])
        }}
      />
      {found.length > 0 && (
        <div class="chips wrap" role="group" aria-label="Time zones found">
          {found.slice(0, 8).map((zone) => (
            <button key={zone} type="button" class="chip" onClick={() => choose(zone)}>
              {zone.replaceAll('_', ' ')}
            </button>
          ))}
        </div>
      )}
      <span class="second" id={`${id}-hint`}>
        {hint}
      </span>
      {unknown && (
        <p class="fault" role="alert">
          No zone of that name. Try the nearest large city, such as Chicago or Zurich.
        </p>
      )}
    </div>
  )
}
