/** The search's Worker: it reads the agenda from this phone by itself, so that the screen never waits for it. */
import { heldManifest, heldShards } from '../store/agenda_database'
import { Desk } from './desk'
import { askServer } from './far'
import type { Question } from './messages'

const desk = new Desk({ manifest: heldManifest, shards: heldShards, far: askServer }, (answer) => self.postMessage(answer))

self.onmessage = ({ data }: MessageEvent<Question>) => {
  void (data.kind === 'open' ? desk.open(data) : desk.find(data))
}
