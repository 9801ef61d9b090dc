/** One line of a history: what changed from what to what, and the button that puts it back as a new change. */
import { StopRow } from '../parts/Line'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { keepBoth, type FieldChange, type HistoryLine } from '../store/history'
import { mergeType } from '../store/blank'
import type { Kind, Kinds } from '../store/kinds'
import { bin, live, open, restore, save } from '../store/records'
import { isBlank } from '../store/wire'
import { fieldWords } from '../views/conflicts'
import { placeOf } from '../views/doubled'
import { deviceWords, setChange, textChange, undoing, whatWords } from '../views/history'
import { clock } from '../views/when'
import { BothVersions } from './OtherValues'
import { shownValue } from './value_names'

interface Props {
  kind: Kind
  id: string
  line: HistoryLine
  /** This phone's device id. */
  own: string
  kept: ReadonlySet<string>
  onKept: () => void
}

export function HistoryRow({ kind, id, line, own, kept, onKept }: Props) {
  const at = line.at ?? line.received_at
  return (
    <StopRow stop={line.what === 'deleted' || line.what === 'purged' ? 'buffer' : 'plain'} when={at ? clock(at) : ''} dashed={line.result === 'waiting'} look="history">
      <h3>{whatWords(line)}</h3>
      <p class="second">
        On <bdi>{deviceWords(line.device, own)}</bdi>
        {line.result === 'waiting' && ', not sent yet'}
      </p>
      {line.changes.length > 0 && (
        <ul>
          {line.changes.map((change) => (
            <li key={change.field}>
              <Change kind={kind} change={change} />
            </li>
          ))}
        </ul>
      )}
      {line.beside.map(({ field, value }, place) => (
        <p key={place} class="second">
          Two devices differed in “{fieldWords(field)}”: “<bdi>{shownValue(field, value)}</bdi>” was kept beside it.
        </p>
      ))}
      {line.settled.filter((one) => one.value !== null).map(({ field, value }, place) => (
        <p key={place} class="second">
          {fieldWords(field)}: “<bdi>{shownValue(field, value)}</bdi>” is not offered any more.
        </p>
      ))}
      <Doubled kind={kind} id={id} line={line} kept={kept} onKept={onKept} />
      <PutBack kind={kind} id={id} line={line} />
    </StopRow>
  )
}

function Change({ kind, change }: { kind: Kind; change: FieldChange }) {
  const name = <strong>{fieldWords(change.field)}: </strong>
  switch (mergeType(kind, change.field)) {
    case 'set': {
      const { added, gone } = setChange(change)
      const words = [added.length > 0 && `added ${shownValue(change.field, added)}`, gone.length > 0 && `took away ${shownValue(change.field, gone)}`].filter((part) => part)
      return (
        <>
          {name}
          <bdi>{words.join('; ')}</bdi>
        </>
      )
    }
    case 'text': {
      const { was, became } = textChange(change)
      return <FromTo name={name} was={was} became={became} />
    }
    default: {
      const was = isBlank(change.old) ? '' : shownValue(change.field, change.old)
      return <FromTo name={name} was={was} became={isBlank(change.new) ? '' : shownValue(change.field, change.new)} />
    }
  }
}

function FromTo({ name, was, became }: { name: preact.ComponentChild; was: string; became: string }) {
  return (
    <>
      {name}
      {was && (
        <>
          <bdi class="was">{was}</bdi>
          <span aria-hidden="true"> → </span>
          <span class="hidden-text"> became </span>
        </>
      )}
      <bdi>{became || 'nothing'}</bdi>
    </>
  )
}

function Doubled({ kind, id, line, kept, onKept }: Omit<Props, 'own'>) {
  const record = new Map<string, unknown>(Object.entries(live(kind).value.get(id) ?? {}))
  const stands = line.doubled.filter((one) => !kept.has(`${line.id}:${one.field}`) && placeOf(String(record.get(one.field) ?? ''), one))
  return (
    <>
      {stands.map((one, place) => (
        <BothVersions key={place} kind={kind} id={id} field={one.field} doubled={one} onKeepBoth={() => keepBoth(line.id, one.field).then(onKept)} />
      ))}
    </>
  )
}

function PutBack({ kind, id, line }: { kind: Kind; id: string; line: HistoryLine }) {
  const record = live(kind).value.get(id)
  if (line.what === 'deleted' && bin(kind).value.has(id)) return <Tap words="Bring back" onTap={() => restore(kind, id)} />
  const values = record && undoing(kind, line, { ...record })
  if (!values || 'merged_into' in values) return null // two are parted on their page, where what was given is taken back, too
  const fields = Object.keys(values).map((field) => fieldWords(field).toLowerCase())
  const put = async () => {
    const before = Object.fromEntries(Object.keys(values).map((field) => [field, new Map<string, unknown>(Object.entries(record)).get(field)]))
    await save(open(kind, id), values as Partial<Kinds[Kind]>)
    say('Put back as it was', () => save(open(kind, id), before as Partial<Kinds[Kind]>))
  }
  return <Tap words="Put back" label={`Put back ${fields.join(', ')}`} onTap={put} />
}
