import { describe, expect, it } from 'vitest'
import type { Hit } from '../scanner/scanner'
import type { Captured } from './capture_data'
import { after, closed, LOOKING, type Shown, type Unsaved } from './scan_shown'

const [one, two, three] = ['1', '2', '3'].map((raw) => ({ raw }) as Hit) as [Hit, Hit, Hit]
const unsaved = (hit: Hit, ...waiting: Unsaved[]): Unsaved => ({ is: 'unsaved', why: 'full', hit, scan: null, waiting })
const captured = (hit: Hit | null): Shown => ({ is: 'captured', captured: {} as Captured, hit })
const ENDED: Shown = { is: 'ended' }

describe('what the scanner shows next', () => {
  it.each<[string, Shown, Shown, Hit, Shown]>([
    ['a reading is captured', LOOKING, captured(one), one, captured(one)],
    ['a reading of a row leaves the camera', LOOKING, LOOKING, one, LOOKING],
    ['what was opened meanwhile stays', captured(one), LOOKING, two, captured(one)],
    ['the end of a row stays', ENDED, LOOKING, two, ENDED],
    ['a reading could not be kept', captured(one), unsaved(two), two, unsaved(two)],
    ['a second one waits behind it', unsaved(one), unsaved(two), two, unsaved(one, unsaved(two))],
    ['a third one behind both', unsaved(one, unsaved(two)), unsaved(three), three, unsaved(one, unsaved(two), unsaved(three))],
    ['another that was kept does not hide it', unsaved(one), captured(two), two, unsaved(one)],
    ['nor one of a row', unsaved(one, unsaved(three)), LOOKING, two, unsaved(one, unsaved(three))],
    ['tried again in vain it stays, with those behind', unsaved(one, unsaved(two)), unsaved(one), one, unsaved(one, unsaved(two))],
    ['tried again and kept it makes room for the next', unsaved(one, unsaved(two)), captured(one), one, unsaved(two)],
    ['the last one, kept, is captured', unsaved(two), captured(two), two, captured(two)],
  ])('%s', (_what, now, next, hit, shown) => {
    expect(after(now, next, hit)).toEqual(shown)
  })

  it.each<[Shown, Shown]>([
    [captured(one), LOOKING],
    [ENDED, LOOKING],
    [unsaved(one), LOOKING],
    [unsaved(one, unsaved(two), unsaved(three)), unsaved(two, unsaved(three))],
  ])('a tap that closes lets go of one at a time', (now, shown) => {
    expect(closed(now)).toEqual(shown)
  })
})
