/** Phones and browsers: where one is signed in, what each is called, ending one from another, bringing a phone in. */
import '../style/devices.css'
import { useEffect, useState } from 'preact/hooks'
import { Field } from '../parts/Field'
import { Tap } from '../parts/Tap'
import { say } from '../parts/Toast'
import { now } from '../platform/clock'
import { dayOf, nearDay } from '../views/when'
import { wordsOf } from './account_data'
import { useConfirmed } from './ConfirmIdentity'
import { endEverywhere, endPlace, listPlaces, rename, type SignedInAt } from './devices_data'
import { PairPhone } from './PairPhone'

const nameOf = (one: SignedInAt): string => one.name ?? one.browser ?? 'A browser'

export function Devices() {
  const [places, setPlaces] = useState<SignedInAt[]>([])
  const [unread, setUnread] = useState('')
  const { run, asking, fault } = useConfirmed()
  const load = async () => setPlaces(await listPlaces())
  useEffect(() => {
    load().catch((problem: unknown) => setUnread(wordsOf(problem)))
  }, [])
  const change = (work: () => Promise<void>, words: string) =>
    run(async () => {
      await work()
      await load()
      say(words)
    })
  return (
    <section aria-labelledby="places">
      <h2 class="topic" id="places">
        Phones and browsers
      </h2>
      {unread && <p class="second">{unread}</p>}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <ul class="rows">
        {places.map((one) => (
          <Place
            key={one.id}
            place={one}
            onEnd={() => change(() => endPlace(one), `${nameOf(one)} is signed out`)}
            onRename={(name) => change(() => rename(one.device ?? '', name), 'Name changed')}
          />
        ))}
      </ul>
      <PairPhone onPaired={() => run(load)} />
      {places.length > 1 && <Everywhere onEnd={() => run(endEverywhere)} />}
      {asking}
    </section>
  )
}

/** For a phone that was lost: all sessions end, the one here too. */
function Everywhere({ onEnd }: { onEnd: () => Promise<void> }) {
  const [asking, setAsking] = useState(false)
  if (!asking) return <Tap words="Sign out everywhere" plain onTap={() => setAsking(true)} />
  return (
    <div class="in-place">
      <p class="second">Every phone and browser is signed out at once, this one too. What was not sent yet stays where it was written.</p>
      <div class="button-row">
        <Tap words="Sign out everywhere now" onTap={onEnd} />
        <Tap words="Cancel" plain onTap={() => setAsking(false)} />
      </div>
    </div>
  )
}

interface PlaceProps {
  place: SignedInAt
  onEnd: () => Promise<void>
  onRename: (name: string) => Promise<void>
}

function Place({ place, onEnd, onRename }: PlaceProps) {
  const [doing, setDoing] = useState<'name' | 'end' | null>(null)
  const [name, setName] = useState('')
  const today = dayOf(now.value)
  const stop = () => setDoing(null)
  const save = (event: Event) => {
    event.preventDefault()
    void onRename(name).then(stop)
  }
  const open = () => {
    setName(place.name ?? '')
    setDoing('name')
  }
  return (
    <li class="way-row">
      <p>
        <strong>
          <bdi>{nameOf(place)}</bdi>
        </strong>
        <span class="second">{place.here ? 'This one' : `Last seen ${nearDay(place.last_seen_on, today)}`}</span>
        {place.name && place.browser && <span class="second">{place.browser}</span>}
      </p>
      {doing === null && (
        <div class="button-row">
          {place.device && <Tap words="Rename" label={`Rename ${nameOf(place)}`} onTap={open} />}
          {!place.here && <Tap words="Sign it out" label={`Sign out ${nameOf(place)}`} plain onTap={() => setDoing('end')} />}
        </div>
      )}
      {doing === 'name' && (
        <form class="in-place" onSubmit={save}>
          <Field label="What you call it" max={64} value={name} onInput={setName} hint="Empty: as it calls itself." />
          <div class="button-row">
            <button type="submit" class="button quiet">
              Save the name
            </button>
            <Tap words="Cancel" plain onTap={stop} />
          </div>
        </form>
      )}
      {doing === 'end' && (
        <div class="in-place">
          <p class="second">It stops sending and receiving at once. What was written there and not sent stays on it until somebody signs in there.</p>
          <div class="button-row">
            <Tap words="Sign it out now" onTap={() => onEnd().then(stop)} />
            <Tap words="Cancel" plain onTap={stop} />
          </div>
        </div>
      )}
    </li>
  )
}
