/** For development: every token and part of docs and design in one place, in both themes. The server answers it only there. */
import { useState } from 'preact/hooks'
import { Chips } from '../parts/Chips'
import { Field } from '../parts/Field'
import { useTitle } from '../parts/Heading'
import { Icon, type IconName } from '../parts/Icon'
import { Empty, StopRow, type StopLook } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { say, Toast } from '../parts/Toast'
import { CaptureSheet } from './CaptureSheet'
import '../style/styleguide.css'

const COLOURS = ['paper', 'raised', 'sunk', 'ink', 'ink-2', 'ink-3', 'rule', 'agenda', 'plan', 'scan', 'people', 'follow'] as const
const PLACES = ['agenda', 'plan', 'scan', 'people', 'followups'] as const
const STOPS: readonly [StopLook, string][] = [
  ['must', 'Must'],
  ['should', 'Should'],
  ['nice', 'If time'],
  ['plain', 'On the programme'],
  ['open', 'To do'],
  ['done', 'Done'],
]
const ICONS: readonly IconName[] = ['agenda', 'plan', 'scan', 'people', 'followups', 'back', 'forward', 'search', 'camera', 'type', 'torch', 'settings', 'close', 'filter', 'code', 'loud', 'quiet']

export function StyleguidePage() {
  useTitle('Styleguide')
  const [open, setOpen] = useState(false)
  return (
    <main class="styleguide">
      <h1>Styleguide</h1>
      <p class="second">Tokens and parts as the screens use them, light and dark. Only a development machine shows this page.</p>
      <div class="themes">
        {(['light', 'dark'] as const).map((theme) => (
          <div key={theme} class="theme at-agenda" data-theme={theme}>
            <h2>{theme === 'light' ? 'Light' : 'Dark'}</h2>
            <Parts theme={theme} onSheet={() => setOpen(true)} />
          </div>
        ))}
      </div>
      {open && (
        <CaptureSheet label="A sheet" onClose={() => setOpen(false)}>
          <div class="step">
            <div class="body">
              <h2>A sheet</h2>
              <p>It comes from below over what one was doing. Escape closes it, and the focus returns.</p>
            </div>
            <div class="foot">
              <button type="button" class="button wide" onClick={() => setOpen(false)}>
                Done
              </button>
            </div>
          </div>
        </CaptureSheet>
      )}
      <Toast />
    </main>
  )
}

function Parts({ theme, onSheet }: { theme: string; onSheet: () => void }) {
  return (
    <>
      <Colours />
      <Types />
      <Lines theme={theme} />
      <Controls theme={theme} onSheet={onSheet} />
      <h3 class="topic">Icons</h3>
      <p class="icons">
        {ICONS.map((name) => (
          <Icon key={name} name={name} />
        ))}
      </p>
    </>
  )
}

function Colours() {
  return (
    <>
      <h3 class="topic">Colours</h3>
      <ul class="swatches">
        {COLOURS.map((name) => (
          <li key={name}>
            <span class="swatch" style={{ background: `var(--${name})` }} />
            <span class="small">{name}</span>
          </li>
        ))}
      </ul>
      <h3 class="topic">Text in a place's colour</h3>
      {PLACES.map((place) => (
        <p key={place} class={`at-${place}`}>
          <span class="tinted">{place}</span> <span class="second">4.5:1 or better on paper</span>
        </p>
      ))}
    </>
  )
}

function Types() {
  return (
    <>
      <h3 class="topic">Type</h3>
      <p class="as-h1">Place, 28/32 bold</p>
      <p class="as-h2">Person, 24/30 bold</p>
      <p class="as-h3">What it is, 17/22 semibold</p>
      <p>Text, 16/24</p>
      <p class="second">Second line, 14/20</p>
      <p class="label">Label, 13/16</p>
      <p class="tabular">10:30 to 11:45, tabular figures</p>
    </>
  )
}

function Lines({ theme }: { theme: string }) {
  return (
    <>
      <h3 class="topic">The line and its stops</h3>
      <ol class="line" aria-label={`Stops, ${theme}`}>
        {STOPS.map(([stop, words]) => (
          <StopRow key={stop} stop={stop} when="10:30">
            <p class="as-h3">{words}</p>
            <p class="second">Second line</p>
          </StopRow>
        ))}
        <StopRow stop="plain" when="about 12" dashed>
          <p class="as-h3">Not yet certain</p>
        </StopRow>
        <StopRow stop="buffer" when="11:45" ends>
          <p class="as-h3">The last word, then silence</p>
        </StopRow>
      </ol>
      <Empty words="An empty place: one sentence, one action.">
        <Tap words="One action" onTap={() => say('Done: saved on this phone')} />
      </Empty>
    </>
  )
}

function Controls({ theme, onSheet }: { theme: string; onSheet: () => void }) {
  const [chip, choose] = useState('one')
  const [typed, type] = useState('')
  const choices = ['one', 'two', 'three'].map((value) => ({ value, words: `Choice ${value}` }))
  return (
    <>
      <h3 class="topic">Chips, fields, buttons</h3>
      <Chips label={`Choices, ${theme}`} wrap choices={choices} chosen={chip} onChoose={choose} />
      <Field label="A field" value={typed} onInput={type} hint="A hint stands below." />
      <Field label="A field with a fault" value="" onInput={type} fault="Say what is wrong and what to do." />
      <div class="button-row">
        <button type="button" class="button" onClick={onSheet}>
          Open a sheet
        </button>
        <button type="button" class="button quiet" onClick={() => say('Flag taken off', async () => say('Taken back'))}>
          Show a toast
        </button>
        <button type="button" class="button" disabled>
          Not now
        </button>
        <Tap words="Text button" onTap={() => say('Tapped')} />
        <Tap words="Quiet" plain onTap={() => say('Tapped')} />
      </div>
      <div class="notice">A notice says what is true and what to do, in one or two sentences.</div>
      <div class="notice alarm">An alarm: something needs a look soon.</div>
      <p class="fault">A fault stands at its field.</p>
    </>
  )
}
