/** My badge: one's own code for somebody's camera. Drawn on this phone, so it works offline and for guests. */
import { useEffect, useMemo } from 'preact/hooks'
import '../style/card.css'
import { Chips } from '../parts/Chips'
import { useForm } from '../parts/form'
import { Back, useTitle } from '../parts/Heading'
import { Empty } from '../parts/Line'
import { keepAwake } from '../scanner/awake'
import { cardOf, spokenName, type Card, type CardFields } from '../scanner/card'
import { codeOf } from '../scanner/code'
import { account } from '../store/who'
import { cardFields, FORM_CHOICES, LEVEL_CHOICES, levelOf, sizeWords, type Level } from '../views/my_card'
import { BadgeCode } from './BadgeCode'
import { BadgeForm } from './BadgeForm'
import { BadgePublic } from './BadgePublic'
import { cardPage, chooseForm, form, SELF } from './card_data'

export function BadgePage() {
  useTitle('My badge')
  const profile = useForm('profile', SELF)
  const level = levelOf(profile.values.share_level)
  const fields = cardFields(profile.values, level)
  const choose = (share_level: Level) => {
    profile.put({ share_level })
    void profile.flush()
  }
  return (
    <div class="badge at-scan">
      <Back href="/scan" words="Scan" />
      <h1>My badge</h1>
      {fields ? <Shown fields={fields} level={level} onLevel={choose} /> : <Empty words="No code yet. Write your name below, and it is drawn here." />}
      <BadgeForm form={profile} isNew={fields === null} />
      {fields && (
        <section>
          <h2 class="topic">Your card as a page</h2>
          <BadgePublic level={level} />
        </section>
      )}
    </div>
  )
}

function Shown({ fields, level, onLevel }: { fields: CardFields; level: Level; onLevel: (level: Level) => void }) {
  const link = cardPage.value?.url ?? null
  const card = cardOf(fields, form.value, link)
  return (
    <>
      <Showing fields={fields} card={card} />
      <section>
        <h2 class="topic">What it gives away</h2>
        <Chips label="What it gives away" wrap choices={LEVEL_CHOICES} chosen={level} onChoose={onLevel} />
        <Given fields={fields} />
      </section>
      <section>
        <h2 class="topic">How it is written</h2>
        <Chips
          label="How it is written"
          wrap
          choices={FORM_CHOICES.filter(({ value }) => value !== 'link' || link !== null)}
          chosen={form.value === 'link' && link === null ? 'auto' : form.value}
          onChoose={chooseForm}
        />
        {account.value && !card.drop && (
          <p class="second">
            <a class="text-button" href={`/api/badge.svg?level=${level}&form=${card.form}`} download="hallway-badge.svg">
              Save as a picture to print
            </a>
          </p>
        )}
      </section>
    </>
  )
}

/** The name above the code; the screen stays on while it is shown. */
function Showing({ fields, card }: { fields: CardFields; card: Card }) {
  const code = useMemo(() => (card.drop ? null : codeOf(card.text)), [card.text, card.drop])
  useEffect(keepAwake, [])
  return (
    <section class="showing">
      <p class="name">{[spokenName(fields.name), ...fields.degrees].join(', ')}</p>
      {fields.organization && <p class="second">{fields.organization}</p>}
      {code && <BadgeCode code={code} label={`QR code with the card of ${spokenName(fields.name)}`} />}
      <p class={card.drop ? 'fault' : 'small'} role="status">
        {sizeWords(card)}
      </p>
      {code && <p class="small">Turn the brightness up: a web page cannot. Any phone’s camera reads it, no app needed.</p>}
    </section>
  )
}

/** Every line the code says, so that nobody gives away more than they see. */
function Given({ fields }: { fields: CardFields }) {
  const lines = [fields.title, fields.organization, ...fields.emails, ...fields.phones, ...fields.urls, fields.note]
  const said = lines.filter((line) => line !== null)
  return (
    <p class="second">
      {said.length > 0 ? `The code says your name, ${said.join(', ')}.` : 'The code says your name and nothing else.'} What somebody has scanned cannot be
      called back.
    </p>
  )
}
