import { beforeEach, describe, expect, it, vi } from 'vitest'
import { restart, unpack } from '../sync/testing/phone'
import { brief, CONFERENCE, COLUMNS, file, person, publish, talk } from '../sync/testing/publish'
import type { Server } from '../sync/testing/server'
import { agendaState, choose, conference, conferences, items, openAgenda, people, refreshAgenda, refreshIfNewer } from './agenda'
import { closeAgenda, heldManifest } from './agenda_database'
import { abstractOf, detailsOf, keepAtHand } from './agenda_details'
import { update } from './agenda_fetch'
import { likeliest } from './agenda_rows'
import type { ConferenceInfo } from './agenda_shapes'
import { sessionAsked, signIn, signOut, startSession } from './session'

const [A, B, C] = ['00000000-aaaa', '00000001-bbbb', '00000002-cccc'] as const
const [ADA, BEA] = ['00000000-ada', '00000001-bea'] as const
const AGENDA = {
  list: [talk(A, 'First', [ADA]), talk(B, 'Second', [BEA, ADA]), talk(C, 'Third')],
  people: [person(ADA, 'Ada Quill'), person(BEA, 'Ada B. Quill', ADA)],
  abstracts: [[A, '<p>About.</p>']],
  details: [[B, 'a subtitle', null, null, ['chair', 'presenter'], [], [], null]],
}

const [ONE, TWO, THREE] = ['00000000-aaaa-5aaa-8aaa-aaaaaaaaaaaa', '00000001-aaaa-5aaa-8aaa-aaaaaaaaaaab', '00000002-aaaa-5aaa-8aaa-aaaaaaaaaaac'] as const
const BO = '00000001-bbbb-5bbb-9bbb-bbbbbbbbbbbb'
const COLUMNAR = {
  list: [brief(ONE, 'First', [1]), brief(TWO, 'Second', [], null)],
  people: [person(BO, 'Bo Quill', null, 1)],
  abstracts: [[ONE, '<p>About.</p>']],
  details: [[TWO, 'a subtitle', null, null, [], [], [], null]],
}

let server: Server

const titles = () => [...items.value.values()].map((item) => item.title).sort()
const fetched = () => server.requests.flatMap(({ line }) => line.match(/^GET \/agenda\/(\w+)/)?.[1] ?? [])
const forget = () => (server.requests.length = 0)

beforeEach(async () => {
  server = await unpack()
  await startSession()
  await sessionAsked()
  await openAgenda()
  await choose(CONFERENCE.id)
})

describe('an agenda', () => {
  it('comes with its first-screen shards, its persons followed to whom they were merged into', async () => {
    const manifest = await publish(server, AGENDA)
    await refreshAgenda()
    expect([conference.value?.name, agendaState.value, titles()]).toEqual(['Demo Meeting', 'ready', ['First', 'Second', 'Third']])
    expect(items.value.get(B)).toEqual({
      id: B, kind: 'talk', title: 'Second', track: null, room: 'S406', starts: '2026-11-30T15:00:00Z', ends: null,
      local: '2026-11-30T09:00', day_on: '2026-11-30', board: null, number: null, parent: null, people: [ADA, ADA], status: 'confirmed',
    })
    const ada = { id: ADA, name: 'Ada Quill', degrees: ['MD'], affiliation: 'Northside' }
    expect(Object.fromEntries(people.value)).toEqual({ [ADA]: ada, [BEA]: ada })
    expect(fetched().length).toBe(1 + 3 + 2)
    expect((await heldManifest(CONFERENCE.id))?.sha256).toBe(manifest)
  })

  it('names people by number once their shards are read', async () => {
    await publish(server, { list: [talk(A, 'First', [2, 1]), talk(B, 'Second', [9])], people: [person(ADA, 'Ada Quill', null, 1), person(BEA, 'Bea Quill', null, 2)] }, {}, 1, 2)
    await refreshAgenda()
    expect([items.value.get(A)?.people, items.value.get(B)?.people]).toEqual([[BEA, ADA], ['']])
  })

  it('comes as columns, its times said once', async () => {
    await publish(server, COLUMNAR, {}, 1, 3)
    await refreshAgenda()
    expect(items.value.get(ONE)).toEqual({
      id: ONE, kind: 'talk', title: 'First', track: null, room: 'S406', starts: '2026-11-30T15:00:00Z', ends: '2026-11-30T15:45:00Z',
      local: '2026-11-30T09:00/2026-11-30T09:45', day_on: '2026-11-30', board: null, number: null, parent: null, people: [BO], status: 'confirmed',
    })
    expect([items.value.get(TWO)?.local, items.value.get(TWO)?.people]).toEqual(['2026-11-30T09:00', []])
    expect([await abstractOf(ONE), await abstractOf(TWO), (await detailsOf(TWO))?.subtitle]).toEqual(['<p>About.</p>', null, 'a subtitle'])
    server.down = true
    await restart()
    await openAgenda()
    expect([titles(), people.value.get(BO)?.name]).toEqual([['First', 'Second'], 'Bo Quill'])
  })

  it('of a form that this app does not know asks for its update', async () => {
    await publish(server, AGENDA)
    await refreshAgenda()
    await publish(server, { ...AGENDA, list: [talk(A, 'Newer')] }, {}, 2, 4)
    await refreshAgenda()
    await expect(update(CONFERENCE.id, server.manifests[CONFERENCE.id]!)).rejects.toMatchObject({ status: 426 })
    expect(titles()).toEqual(['First', 'Second', 'Third'])
  })

  it('is there offline after a restart', async () => {
    await publish(server, AGENDA)
    await refreshAgenda()
    server.down = true
    await restart()
    await openAgenda()
    await refreshAgenda()
    expect([agendaState.value, titles()]).toEqual(['ready', ['First', 'Second', 'Third']])
  })

  it('fetches abstracts and details by shard when asked, once', async () => {
    await publish(server, AGENDA)
    await refreshAgenda()
    forget()
    expect([await abstractOf(A), await abstractOf(C), await abstractOf(A)]).toEqual(['<p>About.</p>', null, '<p>About.</p>'])
    expect((await detailsOf(B))?.people).toEqual([{ id: ADA, role: 'chair' }, { id: ADA, role: 'presenter' }])
    expect([(await detailsOf(C))?.subtitle, await detailsOf('no such item')]).toEqual([null, null])
    expect(fetched().length).toBe(2)
    server.down = true
    expect([await abstractOf(A), await abstractOf(B)]).toEqual(['<p>About.</p>', null])
  })
})

it('has the abstracts of what was flagged at hand when the network goes', async () => {
  await publish(server, AGENDA)
  await refreshAgenda()
  await keepAtHand([A, null, 'no such item'])
  server.down = true
  expect(await abstractOf(A)).toBe('<p>About.</p>')
})

describe('a new version', () => {
  it('costs nothing when nothing changed, and only the changed shard when something did', async () => {
    await publish(server, AGENDA)
    await refreshAgenda()
    forget()
    await refreshAgenda()
    expect(fetched()).toEqual([])
    const next = await publish(server, { ...AGENDA, list: [talk(A, 'First, moved', [ADA]), talk(B, 'Second', [BEA, ADA]), talk(C, 'Third')] })
    await refreshAgenda()
    expect([fetched().length, fetched()[0], titles()]).toEqual([2, next, ['First, moved', 'Second', 'Third']])
  })

  it('comes by its patch where there is one, checked against the names of the shards', async () => {
    const old = await publish(server, AGENDA)
    await refreshAgenda()
    expect([await abstractOf(A), await abstractOf(C)]).toEqual(['<p>About.</p>', null])
    const list = [talk(A, 'First, moved', [ADA]), talk(B, 'Second, moved', [BEA, ADA])]
    const abstracts = [[C, '<p>New.</p>']]
    const put = { list, abstracts: [[A, null], ...abstracts] }
    const name = await file(server, JSON.stringify({ format: 1, columns: { list: COLUMNS.list }, put, gone: [] }))
    const next = await publish(server, { ...AGENDA, list: [...list, talk(C, 'Third')], abstracts }, { [old]: name })
    forget()
    await refreshAgenda()
    expect([await abstractOf(A), await abstractOf(C)]).toEqual([null, '<p>New.</p>'])
    expect([fetched(), titles()]).toEqual([[next, name], ['First, moved', 'Second, moved', 'Third']])
  })

  it('comes by its patch as columns as well', async () => {
    const old = await publish(server, COLUMNAR, {}, 1, 3)
    await refreshAgenda()
    const list = [brief(TWO, 'Second, moved', [1]), brief(THREE, 'Third')]
    const name = await file(server, JSON.stringify({ format: 3, columns: { list: COLUMNS.list }, put: { list }, gone: [] }))
    const next = await publish(server, { ...COLUMNAR, list: [...COLUMNAR.list.slice(0, 1), ...list] }, { [old]: name }, 2, 3)
    forget()
    await refreshAgenda()
    expect([fetched(), titles()]).toEqual([[next, name], ['First', 'Second, moved', 'Third']])
    expect(items.value.get(TWO)?.people).toEqual([BO])
  })

  it('as columns leaves what is here as rows and did not change', async () => {
    const [first, rest] = [talk(ONE, 'First', [1]), { people: COLUMNAR.people }]
    const old = await publish(server, { ...rest, list: [first, talk(TWO, 'Second')] }, {}, 1, 2)
    await refreshAgenda()
    const list = [brief(TWO, 'Second, moved')]
    const name = await file(server, JSON.stringify({ format: 3, columns: { list: COLUMNS.list }, put: { list }, gone: [] }))
    const next = await publish(server, { ...rest, list: [first, ...list] }, { [old]: name }, 2, 3, [2])
    forget()
    await refreshAgenda()
    expect([fetched().slice(0, 2), titles()]).toEqual([[next, name], ['First', 'Second, moved']])
    expect((await heldManifest(CONFERENCE.id))?.sha256).toBe(next)
    expect(items.value.get(ONE)?.people).toEqual([BO])
  })

  it('fetches the shards after all when the patch does not lead to them', async () => {
    const old = await publish(server, AGENDA)
    await refreshAgenda()
    const name = await file(server, JSON.stringify({ format: 1, columns: {}, put: { list: [talk(A, 'Wrong')] }, gone: [] }))
    const next = await publish(server, { ...AGENDA, list: [talk(A, 'Right')] }, { [old]: name })
    forget()
    await refreshAgenda()
    expect([fetched().slice(0, 2), fetched().length, titles()]).toEqual([[next, name], 5, ['Right']])
  })

  it('is taken when a sync answer names it', async () => {
    await publish(server, AGENDA)
    await refreshAgenda()
    const next = await publish(server, { ...AGENDA, list: [talk(A, 'Later')] })
    forget()
    await refreshIfNewer({ elsewhere: 'x' })
    expect(server.requests).toEqual([])
    await refreshIfNewer({ [CONFERENCE.id]: next })
    expect(titles()).toEqual(['Later'])
  })

  it('whose bytes are wrong is fetched again, and never shown while they stay wrong', async () => {
    await publish(server, AGENDA)
    await refreshAgenda()
    const next = await publish(server, { ...AGENDA, list: [talk(A, 'Forged')] })
    const good = server.files.get(`${next}.json`)!
    server.files.set(`${next}.json`, good.replace('"version":1', '"version":2'))
    forget()
    await refreshAgenda()
    expect([fetched(), titles(), agendaState.value]).toEqual([[next, next], ['First', 'Second', 'Third'], 'ready'])
    server.files.set(`${next}.json`, good)
    await refreshAgenda()
    expect(titles()).toEqual(['Forged'])
  })

  it('that breaks off half way leaves the old one, and goes on where it stopped', async () => {
    await publish(server, AGENDA)
    await refreshAgenda()
    const next = await publish(server, { ...AGENDA, list: [talk(A, 'One'), talk(B, 'Two')] })
    const shards = [...server.files].filter(([, text]) => text.includes('"Two"'))
    for (const [name] of shards) server.files.delete(name)
    await refreshAgenda()
    expect([titles(), (await heldManifest(CONFERENCE.id))?.sha256 === next]).toEqual([['First', 'Second', 'Third'], false])
    for (const [name, text] of shards) server.files.set(name, text)
    forget()
    await refreshAgenda()
    expect([titles(), fetched().includes(next), fetched().length < 4]).toEqual([['One', 'Two'], true, true])
  })
})

it('an agenda of one user is not shown to the next', async () => {
  await publish(server, AGENDA)
  await signIn('Ada', 'a long enough password', false)
  server.conferences = [{ ...server.conferences[0], public: false, mine: true }]
  await refreshAgenda()
  expect(conferences.value.map((one) => one.mine)).toEqual([true])
  await signOut('keep')
  expect([conferences.value, conference.value, titles()]).toEqual([[], null, []])
  server.down = true
  await openAgenda()
  expect([conferences.value, conference.value, titles()]).toEqual([[], null, []])
})

it('does not keep the app from starting when its store does not open', async () => {
  await closeAgenda()
  const broken = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('Not now', 'UnknownError')
  })
  await openAgenda()
  expect(agendaState.value).toBe('offline')
  broken.mockRestore()
  await publish(server, AGENDA)
  await refreshAgenda()
  expect(agendaState.value).toBe('ready')
})

it('without network and without anything held says so', async () => {
  server.down = true
  await refreshAgenda()
  expect([agendaState.value, items.value.size]).toEqual(['offline', 0])
})

it.each([
  ['2026-11-30', 'under way'],
  ['2026-10-01', 'under way'],
  ['2026-12-24', 'next year'],
  ['2029-01-01', 'next year'],
])('on %s the conference meant is the one %s', (today, slug) => {
  const made = (name: string, first: string, last: string): ConferenceInfo => ({ ...CONFERENCE, id: name, slug: name, first_day: first, last_day: last })
  const all = [made('next year', '2027-11-28', '2027-12-02'), made('past', '2025-01-01', '2025-01-02'), made('under way', '2026-11-29', '2026-12-03')]
  expect(likeliest(all, today)?.slug).toBe(slug)
})
