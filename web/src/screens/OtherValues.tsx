/** Two devices wrote different things: both are shown, and one tap settles it. Nothing is dropped before. */
import { useEffect, useState } from 'preact/hooks'
import { Tap } from '../parts/Tap'
import { TEXT_FIELDS, type Kind, type Kinds } from '../store/kinds'
import { keepBoth, mergedEdits } from '../store/history'
import { live, open, other, save, settle } from '../store/records'
import type { Alt } from '../store/wire'
import { fieldWords } from '../views/conflicts'
import { doubledBy, keptOne, type Doubled } from '../views/doubled'
import { shownValue } from './value_names'

export function OtherValues({ kind, id }: { kind: Kind; id: string }) {
  const alts = other(kind, id)
  return (
    <>
      {alts.length > 0 && (
        <div class="notice">
          {alts.map((alt) => (
            <Choice key={`${alt.field}-${alt.rev}`} kind={kind} id={id} alt={alt} />
          ))}
        </div>
      )}
      {TEXT_FIELDS[kind].map((field) => (
        <TwoVersions key={field} kind={kind} id={id} field={field} />
      ))}
    </>
  )
}

const currentOf = (kind: Kind, id: string, field: string): unknown => new Map(Object.entries(live(kind).value.get(id) ?? {})).get(field)

function Choice({ kind, id, alt }: { kind: Kind; id: string; alt: Alt }) {
  const [here, there] = [currentOf(kind, id, alt.field), alt.value].map((value) => shownValue(alt.field, value)) as [string, string]
  const keep = () => settle(kind, id, alt.field, alt.rev)
  const take = async () => {
    await save(open(kind, id), { [alt.field]: alt.value } as Partial<Kinds[Kind]>)
    await keep()
  }
  return (
    <div class="choice">
      <p>
        <strong>{fieldWords(alt.field)}:</strong> two devices differ. Here it is “<bdi>{here}</bdi>”, on another “<bdi>{there}</bdi>”.
      </p>
      <div class="button-row">
        <Tap words={`Keep “${short(here)}”`} onTap={keep} />
        <Tap words={`Take “${short(there)}”`} onTap={take} />
      </div>
    </div>
  )
}

/** A text that this phone brought in where another had changed the same words; the history shows those of all devices. */
function TwoVersions({ kind, id, field }: { kind: Kind; id: string; field: string }) {
  const text = currentOf(kind, id, field)
  const [edits, setEdits] = useState<Awaited<ReturnType<typeof mergedEdits>>>([])
  useEffect(() => {
    if (typeof text === 'string') void mergedEdits(kind, id, field).then(setEdits, () => undefined)
  }, [id, text])
  if (typeof text !== 'string') return null
  const found = edits.map((edit) => ({ edit, doubled: doubledBy(edit.change, text) })).find((one) => one.doubled !== null)
  if (!found?.doubled) return null
  const keep = async () => {
    await keepBoth(found.edit.id, field)
    setEdits(edits.filter((edit) => edit !== found.edit))
  }
  return (
    <div class="notice">
      <BothVersions kind={kind} id={id} field={field} doubled={found.doubled} onKeepBoth={keep} />
    </div>
  )
}

interface BothProps {
  kind: Kind
  id: string
  field: string
  doubled: Doubled
  onKeepBoth: () => unknown
}

/** Both versions of one place, and the three ways to settle it; nothing happens where they do not stand so any more. */
export function BothVersions({ kind, id, field, doubled, onKeepBoth }: BothProps) {
  const choose = async (keep: 'first' | 'second') => {
    const draft = open(kind, id)
    const text = new Map(Object.entries(draft.before ?? {})).get(field)
    const left = typeof text === 'string' ? keptOne(text, doubled, keep) : null
    if (left !== null) await save(draft, { [field]: left } as Partial<Kinds[Kind]>)
  }
  return (
    <div class="choice">
      <p>
        <strong>{fieldWords(field)}:</strong> two devices changed the same words. Both stand in the text, one below the other: “<bdi>{short(doubled.first)}</bdi>” and “
        <bdi>{short(doubled.second)}</bdi>”.
      </p>
      <div class="button-row">
        <Tap words="Keep first" label={`Keep “${short(doubled.first)}” only`} onTap={() => choose('first')} />
        <Tap words="Keep second" label={`Keep “${short(doubled.second)}” only`} onTap={() => choose('second')} />
        <Tap words="Keep both" plain onTap={onKeepBoth} />
      </div>
    </div>
  )
}

const short = (words: string): string => (words.length > 40 ? `${words.slice(0, 39)}…` : words)
