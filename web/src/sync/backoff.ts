/** How long to wait before asking again. Pure. */

const FIRST_MS = 1_000
const LONGEST_MS = 300_000

/** Returns milliseconds: full jitter over 1 s doubled by each failure up to 5 min, but never less than was asked for.
 *
 * `failures` counts from 1, `chance` is in [0, 1), `retryAfter` is in seconds or null.
 */
export function pause(failures: number, chance: number, retryAfter: number | null): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20))
  return Math.max(chance * ceiling, Math.min((retryAfter ?? 0) * 1_000, LONGEST_MS))
}
