import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { unpack } from '../sync/testing/phone'
import { COLUMNS, CONFERENCE, person, publish, talk } from '../sync/testing/publish'
import type { Server } from '../sync/testing/server'
import { agendaState, conference, items, people, refreshAgenda } from './agenda'
import { openingDays, told } from './agenda_shown'
import { arrive } from './arrival'
import { evicted } from './eviction'
import { startSession } from './session'
import { kept, keep, USER, userId } from './who'

const OPENING = {
  format: 1,
  conferences: [{ ...CONFERENCE, manifest: 'a'.repeat(64) }],
  days: ['2026-11-29', '2026-11-30'],
  list: { format: 1, columns: COLUMNS.list, rows: [talk('00000000-aaaa', 'First', ['00000000-ada'])] },
  people: { format: 1, columns: ['id', 'name'], rows: [['00000000-ada', 'Ada Quill']] },
}
const WHOLE = { list: [talk('00000000-aaaa', 'First', ['00000000-ada']), talk('00000001-bbbb', 'Second')], people: [person('00000000-ada', 'Ada Quill')] }

let server: Server
const titles = () => [...items.value.values()].map((item) => item.title).sort()
const page = (text: string | null, cookie = '') =>
  vi.stubGlobal('document', { cookie, getElementById: (id: string) => (id === 'opening' && text !== null ? { textContent: text } : null) })

beforeEach(async () => {
  server = await unpack()
  Object.assign(told.list, { value: [] })
  told.chosen.value = told.held.value = told.opening.value = null
  told.items.value = new Map()
  told.busy.value = 'no'
})
afterEach(() => vi.unstubAllGlobals())

describe('a first visit', () => {
  it('draws what came with the page before any store is open and anything is asked for', () => {
    page(JSON.stringify(OPENING))
    expect([arrive(), server.requests]).toEqual([true, []])
    expect([conference.value?.name, agendaState.value, titles(), openingDays.value]).toEqual(['Demo Meeting', 'loading', ['First'], OPENING.days])
    expect([...people.value.values()].map((one) => one.name)).toEqual(['Ada Quill'])
    expect(userId.value).toMatch(/^guest-/)
  })

  it('shows it until the whole agenda is here, and then that alone', async () => {
    page(JSON.stringify(OPENING))
    arrive()
    const guest = userId.value
    const seen: number[] = []
    const stop = items.subscribe((now) => seen.push(now.size))
    await publish(server, WHOLE)
    await startSession()
    await refreshAgenda()
    stop()
    expect([seen, titles(), agendaState.value, openingDays.value, userId.value]).toEqual([[1, 2], ['First', 'Second'], 'ready', null, guest])
  })

  it('keeps it in sight where the network goes away, and says so', async () => {
    page(JSON.stringify(OPENING))
    arrive()
    server.down = true
    await startSession()
    await refreshAgenda()
    expect([titles(), agendaState.value]).toEqual([['First'], 'offline'])
  })

  it.each([null, '', '{', '{"format":2}', 'null', '[]'])('begins without it where the page says %j', (text) => {
    page(text)
    expect([arrive(), items.value.size]).toEqual([false, 0])
  })
})

describe('a later visit', () => {
  it('shows what is on the phone, whatever the page brings', () => {
    keep(USER, JSON.stringify({ id: 'id-of-Ada', name: 'Ada' }))
    page(JSON.stringify(OPENING))
    expect([arrive(), items.value.size, userId.value]).toEqual([false, 0, 'id-of-Ada'])
  })

  it('notices that the store was cleared, before it makes a new guest', () => {
    page(null, 'hallway-store=1')
    arrive()
    expect([evicted.value, kept('hallway-guest') !== null]).toEqual([true, true])
  })
})
