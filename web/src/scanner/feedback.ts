/** What a hit feels and sounds like. The sound is off until somebody wants it: talks are going on. */
import { signal, type ReadonlySignal } from '@preact/signals'
import { keep, kept } from '../store/who'

const SOUND = 'hallway-scan-sound'
const isOn = signal(kept(SOUND) === 'on')
let speaker: AudioContext | null = null

/** Whether this device makes a short sound at a hit. */
export const sound: ReadonlySignal<boolean> = isOn

/** The sound is on or off on this device from now on; switching it on plays it once. */
export function setSound(on: boolean): void {
  isOn.value = on
  keep(SOUND, on ? 'on' : null)
  if (on) play(880)
}

/** A badge was kept: one buzz, one tone. */
export function feelHit(): void {
  navigator.vibrate?.(60)
  if (isOn.peek()) play(880)
}

/** The code was no person, or could not be kept: two short buzzes, a lower tone. */
export function feelRefusal(): void {
  navigator.vibrate?.([30, 60, 30])
  if (isOn.peek()) play(330)
}

/** A tone of a tenth of a second that fades; a device that gives no sound stays silent. */
function play(pitch: number): void {
  try {
    speaker ??= new AudioContext()
    void speaker.resume()
    const [tone, volume] = [speaker.createOscillator(), speaker.createGain()]
    tone.frequency.value = pitch
    volume.gain.setValueAtTime(0.2, speaker.currentTime)
    volume.gain.exponentialRampToValueAtTime(0.001, speaker.currentTime + 0.12)
    tone.connect(volume).connect(speaker.destination)
    tone.start()
    tone.stop(speaker.currentTime + 0.12)
  } catch {
    speaker = null
  }
}
