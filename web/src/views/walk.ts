/** The walk past the flagged posters: by day and session, in the order of the boards. Pure. */
import { byBoard, isPoster, type Items } from './agenda'
import { itemTarget, type Planned, type Targets } from './plan'

export interface Leg {
  day: string | null
  /** The poster session's name; null where the file names none. */
  session: string | null
  starts: string | null
  ends: string | null
  room: string | null
  posters: Planned[]
}

/** The legs by day and time; a leg is one session, or one room where there is none. */
export function walk(planned: readonly Planned[], items: Items): Leg[] {
  const legs = new Map<string, Leg>()
  for (const one of planned) {
    const { item } = one
    if (!isPoster(item) || item.status === 'cancelled') continue
    const parent = item.parent ? items.get(item.parent) : undefined
    const own = parent ? null : item.room
    const key = [item.day_on, parent?.id ?? '', own ?? '', parent ? '' : item.starts].join('|')
    const { starts, ends } = parent ?? item
    const leg = legs.get(key) ?? { day: item.day_on, session: parent?.title ?? null, starts, ends, room: parent?.room ?? item.room, posters: [] }
    leg.posters.push(one)
    legs.set(key, leg)
  }
  for (const leg of legs.values()) leg.posters = inBoardOrder(leg.posters)
  return [...legs.values()].sort((a, b) => order(a.day, b.day) || order(a.starts, b.starts) || order(a.room, b.room))
}

function inBoardOrder(posters: readonly Planned[]): Planned[] {
  const known = new Map(posters.map((one) => [one.item.id, one]))
  return byBoard(posters.map((one) => one.item)).flatMap((item) => known.get(item.id) ?? [])
}

/** What is not known comes last. */
function order(a: string | null, b: string | null): number {
  const [one, two] = [a ?? '~', b ?? '~']
  return one < two ? -1 : Number(one > two)
}

/** When the poster was seen; null while it was not. */
export function seenAt(item: string, targets: Targets): string | null {
  return targets.get(itemTarget(item))?.met_at ?? null
}
