/** After the code of another Hallway phone: one's own, held out in return. Nothing goes out by itself, and no network is needed. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import '../style/card.css'
import { keepAwake } from '../scanner/awake'
import { cardOf } from '../scanner/card'
import { codeOf } from '../scanner/code'
import { live } from '../store/records'
import { cardFields, isHallwayCard, LEVEL_CHOICES, levelOf } from '../views/my_card'
import { BadgeCode } from './BadgeCode'
import { useInSight } from './CaptureSheet'
import { SELF } from './card_data'

export function SendBack({ scan }: { scan: string }) {
  const raw = live('scan').value.get(scan)?.raw ?? null
  const profile = live('profile').value.get(SELF)
  const isOurs = useMemo(() => raw !== null && isHallwayCard(raw), [raw])
  const [isOpen, setOpen] = useState(false)
  if (!isOurs) return null
  const level = levelOf(profile?.share_level)
  const fields = profile ? cardFields(profile, level) : null
  if (!fields) {
    return (
      <p class="send-back second">
        They use Hallway too. <a href="/badge">Write your own card</a> to send it back.
      </p>
    )
  }
  const shown = LEVEL_CHOICES.find((one) => one.value === level)?.words.toLowerCase()
  return (
    <div class="send-back">
      <button type="button" class="button quiet wide" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Hide my code' : 'On Hallway too: send mine back'}
      </button>
      {isOpen && <Held text={cardOf(fields).text} said={`Let them scan it. It says ${shown}.`} />}
    </div>
  )
}

/** The code as large as the sheet is wide; the screen stays on meanwhile. */
function Held({ text, said }: { text: string; said: string }) {
  const code = useMemo(() => codeOf(text), [text])
  useEffect(keepAwake, [])
  const held = useInSight<HTMLDivElement>()
  if (!code) return null
  return (
    <div ref={held}>
      <BadgeCode code={code} label="QR code with your own card" />
      <p class="small" role="status">
        {said}
      </p>
    </div>
  )
}
