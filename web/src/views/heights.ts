/** The heights of a long list's rows, guessed until measured: where a row begins, and which row is at a height. Pure. */

/** A tree of sums (Fenwick): setting a height and asking for a position both take log2(rows) steps. */
export class Heights {
  readonly count: number
  private readonly rows: Float64Array
  private readonly sums: Float64Array

  constructor(count: number, guess: number) {
    this.count = count
    this.rows = new Float64Array(count).fill(guess)
    this.sums = new Float64Array(count + 1)
    for (let at = 1; at <= count; at++) this.sums[at] = guess * (at & -at)
  }

  /** The height of all rows. */
  get total(): number {
    return this.before(this.count)
  }

  /** Takes the measured height of a row; returns by how much it differs from what was thought. */
  set(row: number, height: number): number {
    if (row < 0 || row >= this.count) return 0
    const change = height - (this.rows[row] ?? 0)
    this.rows[row] = height
    if (change !== 0) for (let at = row + 1; at <= this.count; at += at & -at) this.sums[at] = (this.sums[at] ?? 0) + change
    return change
  }

  /** Where the row begins: the sum of the rows before it. */
  before(row: number): number {
    let sum = 0
    for (let at = Math.min(row, this.count); at > 0; at -= at & -at) sum += this.sums[at] ?? 0
    return sum
  }

  /** The row that covers the height; the first above the list, the last below it. */
  at(height: number): number {
    let row = 0
    let left = height
    for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.count))); step >= 1; step /= 2) {
      const sum = this.sums[row + step]
      if (sum === undefined || row + step > this.count || sum > left) continue
      row += step
      left -= sum
    }
    return Math.max(0, Math.min(row, this.count - 1))
  }
}

/** Rows that are drawn: from the first, up to but without the last. */
export interface Range {
  from: number
  to: number
}

/** Drawn beyond the screen, in pixels, as long as nobody scrolls: what the next link or a first move needs. */
const NEAR = 120
/** Drawn ahead of a scroll and behind it; more is drawn once less than `LEAST` is left ahead, so most of a scroll draws nothing. */
const AHEAD = 700
const BEHIND = 200
const LEAST = 300
/** Who moves by more than this at once has jumped. */
const JUMP = 400

/**
 * Returns the rows to draw where the screen shows the list between two heights; the same range where it will do.
 *
 * `way` is how far one has scrolled since the last look, downwards above zero. Who jumps gets no more than the screen
 * needs: it may be passed again before it is seen. `near` is what is drawn beyond the screen while nobody scrolls.
 */
export function rangeFor(heights: Heights, range: Range, screen: { top: number; bottom: number }, way: number, near = NEAR): Range {
  const within = (height: number) => Math.max(0, Math.min(height, heights.total))
  const drawn = { top: heights.before(range.from), bottom: heights.before(range.to) }
  const least = { above: way < 0 ? LEAST : near, below: way > 0 ? LEAST : near }
  const wanted = { top: within(screen.top - least.above), bottom: within(screen.bottom + least.below) }
  const isEnough = wanted.top >= wanted.bottom || (drawn.top <= wanted.top && drawn.bottom >= wanted.bottom)
  if (isEnough && range.to > range.from) return range
  const isJump = way === 0 || Math.abs(way) > JUMP
  const [above, below] = isJump ? [near, near] : way > 0 ? [BEHIND, AHEAD] : [AHEAD, BEHIND]
  const found = { from: heights.at(screen.top - above), to: Math.min(heights.count, heights.at(screen.bottom + below) + 1) }
  return found.from === range.from && found.to === range.to ? range : found
}
