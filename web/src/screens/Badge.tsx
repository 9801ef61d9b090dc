/** My badge: one's own code for somebody's camera. Drawn on this phone, so it works offline and for guests. */
import { useEffect, useMemo } from 'preact/hooks'
import { Chips } from '../parts/Chips'
import { useForm } from '../parts/form'
import { Back, useTitle } from '../parts/Heading'
import { Empty } from '../parts/Line'
import { keepAwake } from '../scanner/awake'
import { cardOf, spokenName, type CardFields } from '../scanner/card'
import { codeOf } from '../scanner/code'
import { natural } from '../store/ids'
import { cardFields, LEVEL_WORDS, levelOf, LEVELS, sizeWords } from '../views/my_card'
import { BadgeCode } from './BadgeCode'
import { BadgeForm } from './BadgeForm'

const SELF = natural('profile:self')

export function BadgePage() {
  useTitle('My badge')
  const profile = useForm('profile', SELF)
  const level = levelOf(profile.values.share_level)
  const fields = cardFields(profile.values, level)
  return (
    <div class="badge at-scan">
      <Back href="/scan" words="Scan" />
      <h1>My badge</h1>
      {fields ? <Showing fields={fields} /> : <Empty words="No code yet. Write your name below, and it is drawn here." />}
      {fields && (
        <section>
          <h2 class="topic">What it gives away</h2>
          <Chips
            label="What it gives away"
            wrap
            choices={LEVELS.map((one) => ({ value: one, words: LEVEL_WORDS[one] }))}
            chosen={level}
            onChoose={(one) => {
              profile.put({ share_level: one })
              void profile.flush()
            }}
          />
          <Given fields={fields} />
        </section>
      )}
      <BadgeForm form={profile} isNew={fields === null} />
    </div>
  )
}

/** The name above the code; the screen stays on while it is shown. */
function Showing({ fields }: { fields: CardFields }) {
  const card = cardOf(fields)
  const code = useMemo(() => (card.drop ? null : codeOf(card.text)), [card.text])
  useEffect(keepAwake, [])
  return (
    <section class="showing">
      <p class="name">{[spokenName(fields.name), ...fields.degrees].join(', ')}</p>
      {fields.organization && <p class="second">{fields.organization}</p>}
      {code && <BadgeCode code={code} label={`QR code with the card of ${spokenName(fields.name)}`} />}
      <p class={card.drop ? 'fault' : 'small'} role="status">
        {sizeWords(card)}
      </p>
      {code && <p class="small">Turn the brightness up: a web page can not. Any phone’s camera reads it, no app needed.</p>}
    </section>
  )
}

/** Every line the code says, so that nobody gives away more than they see. */
function Given({ fields }: { fields: CardFields }) {
  const lines = [fields.title, fields.organization, ...fields.emails, ...fields.phones, ...fields.urls, fields.note]
  const said = lines.filter((line) => line !== null)
  return (
    <p class="second">
      {said.length > 0 ? `The code says your name, ${said.join(', ')}.` : 'The code says your name and nothing else.'} What somebody has scanned can not be
      called back.
    </p>
  )
}
