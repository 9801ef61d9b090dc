/** Two devices wrote different things: both are shown, and one tap settles it. Nothing is dropped before. */
import { Tap } from '../parts/Tap'
import type { Kind, Kinds } from '../store/kinds'
import { live, open, other, save, settle } from '../store/records'
import type { Alt } from '../store/wire'
import { fieldWords, valueWords } from '../views/conflicts'

export function OtherValues({ kind, id }: { kind: Kind; id: string }) {
  const alts = other(kind, id)
  if (alts.length === 0) return null
  return (
    <div class="notice">
      {alts.map((alt) => (
        <Choice key={`${alt.field}-${alt.rev}`} kind={kind} id={id} alt={alt} />
      ))}
    </div>
  )
}

function Choice({ kind, id, alt }: { kind: Kind; id: string; alt: Alt }) {
  const now = new Map(Object.entries(live(kind).value.get(id) ?? {})).get(alt.field)
  const keep = () => settle(kind, id, alt.field, alt.rev)
  const take = async () => {
    await save(open(kind, id), { [alt.field]: alt.value } as Partial<Kinds[Kind]>)
    await keep()
  }
  return (
    <div class="choice">
      <p>
        <strong>{fieldWords(alt.field)}:</strong> two devices differ. Here it is “<bdi>{valueWords(now)}</bdi>”, on another “<bdi>{valueWords(alt.value)}</bdi>”.
      </p>
      <div class="button-row">
        <Tap words={`Keep “${short(valueWords(now))}”`} onTap={keep} />
        <Tap words={`Take “${short(valueWords(alt.value))}”`} onTap={take} />
      </div>
    </div>
  )
}

const short = (words: string): string => (words.length > 40 ? `${words.slice(0, 39)}…` : words)
