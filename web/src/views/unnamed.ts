/** Codes that were read and have no name yet; the same badge read twice is one of them. Pure. */
import type { Row } from '../store/kinds'

export interface Code {
  /** The readings, the first one first. */
  scans: [Row<'scan'>, ...Row<'scan'>[]]
  /** Whose badge this is, where the same code was read for somebody who has a name. */
  owner: string | null
}

type IdIn = (raw: string) => string | null

/** The codes that belong to nobody, the one read last on top. `idIn`: the id in a code; it counts within one conference. */
export function codesOf(scans: readonly Row<'scan'>[], idIn: IdIn): Code[] {
  const owners = new Map<string, string>()
  for (const scan of scans) if (scan.contact !== null) for (const key of keysOf(scan, idIn)) owners.set(key, scan.contact)
  const codes = new Map<string, Code>()
  const bare = scans.filter((scan) => scan.contact === null && scan.raw !== null)
  for (const scan of bare.toSorted((a, b) => (a.captured_at ?? '').localeCompare(b.captured_at ?? ''))) {
    const keys = keysOf(scan, idIn)
    const known = keys.map((key) => codes.get(key)).find((code) => code !== undefined)
    const owner = keys.map((key) => owners.get(key)).find((one) => one !== undefined) ?? null
    if (known) known.scans.push(scan)
    const code = known ?? { scans: [scan], owner }
    code.owner ??= owner
    for (const key of keys) codes.set(key, code)
  }
  return [...new Set(codes.values())].sort((a, b) => lastOf(b).localeCompare(lastOf(a)))
}

const lastOf = ({ scans }: Code): string => scans.at(-1)?.captured_at ?? ''

function keysOf({ raw, conference }: Row<'scan'>, idIn: IdIn): string[] {
  if (raw === null) return []
  const id = conference && idIn(raw)
  return id ? [`raw ${raw}`, `id ${conference} ${id}`] : [`raw ${raw}`]
}
