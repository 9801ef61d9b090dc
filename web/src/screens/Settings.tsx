/** Settings: account, what is kept where, look, times, follow-ups, calendar. */
import { useEffect, useState } from 'preact/hooks'
import { version } from '../../package.json'
import { Chips } from '../parts/Chips'
import { Heading, SyncState } from '../parts/Heading'
import { wayToInstall } from '../platform/install'
import { wide } from '../platform/screen'
import { account } from '../store/session'
import { ALARMS, alarmOf, withAlarm } from '../views/preferences'
import { SettingsLinks } from './Around'
import { CalendarLinks } from './CalendarLinks'
import { InstallHint } from './InstallHint'
import { Notices } from './Notices'
import { OtherValues } from './OtherValues'
import { CadenceSettings } from './SettingsCadence'
import { PushSetting } from './SettingsPush'
import { keepSettings, SELF, settings } from './settings_data'
import { ZoneField } from './ZoneField'

const THEMES = [
  { value: 'system', words: 'As the device' },
  { value: 'light', words: 'Light' },
  { value: 'dark', words: 'Dark' },
] as const

export function SettingsPage() {
  return (
    <>
      <Heading title="Settings">
        <SyncState />
      </Heading>
      <Notices />
      <OtherValues kind="settings" id={SELF} />
      {!wide.value && <SettingsLinks />}
      <section>
        <h2 class="topic">On this device</h2>
        <Kept />
        {wayToInstall.value !== null && (
          <div class="notice">
            <InstallHint />
          </div>
        )}
      </section>
      <section>
        <h2 class="topic">Look</h2>
        <Chips label="Look" wrap choices={THEMES} chosen={settings.value?.theme ?? 'system'} onChoose={(theme) => void keepSettings({ theme })} />
      </section>
      <Times />
      <section>
        <h2 class="topic">Follow-ups</h2>
        <PushSetting />
        <CadenceSettings />
      </section>
      <Alarms />
      <section>
        <h2 class="topic">Calendar addresses</h2>
        <CalendarLinks />
      </section>
      <section>
        <h2 class="topic">About</h2>
        <p class="second">Hallway {version}, free software under the MIT licence. Icons: Lucide, ISC licence.</p>
      </section>
    </>
  )
}

/** Whether the browser promised to keep what is stored; asked of the browser itself, since it may change its mind. */
function Kept() {
  const [kept, setKept] = useState<boolean | null>(null)
  useEffect(() => {
    void navigator.storage?.persisted?.().then(setKept, () => undefined)
  }, [])
  if (kept === null) return <p class="second">What you write is stored here.</p>
  return kept ? (
    <p class="second">Stored here and kept by this browser.</p>
  ) : (
    <p class="second">
      Stored here, but the browser may clear it when space runs short.{' '}
      {account.value === null ? 'An account keeps a copy on the server.' : 'What was sent is safe on the server.'}
    </p>
  )
}

const HOURS = [0, 4, 5, 6, 7, 8, 9, 10]

function Times() {
  const device = Intl.DateTimeFormat().resolvedOptions().timeZone
  const hour = settings.value?.morning_hour ?? 0
  const hours = HOURS.includes(hour) ? HOURS : [...HOURS, hour].sort((a, b) => a - b)
  return (
    <section>
      <h2 class="topic">Times</h2>
      <ZoneField
        label="Your time zone"
        hint={`For people you did not meet at a conference. Empty means as this device: ${device.replaceAll('_', ' ')}.`}
        chosen={settings.value?.zone ?? ''}
        onChoose={(zone) => void keepSettings({ zone })}
      />
      {settings.value?.zone && (
        <button type="button" class="text-button" onClick={() => void keepSettings({ zone: null })}>
          As this device
        </button>
      )}
      <label class="field">
        <span class="label">Follow-ups of a day appear from</span>
        <select value={hour} onChange={(event) => void keepSettings({ morning_hour: Number(event.currentTarget.value) })}>
          {hours.map((one) => (
            <option key={one} value={one}>
              {one === 0 ? 'midnight' : `${one}:00`}
            </option>
          ))}
        </select>
      </label>
    </section>
  )
}

function Alarms() {
  const told = settings.value?.alarms ?? null
  const put = (name: string, value: string) => void keepSettings({ alarms: withAlarm(told, name, value) })
  const promises = told?.promises === 'show'
  return (
    <section>
      <h2 class="topic">Reminders in your calendar</h2>
      <div class="field">
        <span class="label">Follow-ups</span>
        <Chips label="Reminder of follow-ups" wrap choices={ALARMS.followups.choices} chosen={alarmOf(told, 'followups')} onChoose={(value) => put('followups', value)} />
      </div>
      <div class="field">
        <span class="label">Sessions and posters</span>
        <Chips label="Reminder of sessions" wrap choices={ALARMS.sessions.choices} chosen={alarmOf(told, 'sessions')} onChoose={(value) => put('sessions', value)} />
      </div>
      <label class="check">
        <input type="checkbox" checked={promises} onChange={() => put('promises', promises ? 'off' : 'show')} />
        <span>Show what I promised in the calendar</span>
      </label>
    </section>
  )
}
