/** The heights of a long list's rows, guessed until measured: where a row begins, and which row is at a height. Pure. */

/** A tree of sums (Fenwick): setting a height and asking for a position both take log2(rows) steps. */
export class Heights {
  readonly count: number
  private readonly rows: Float64Array
  private readonly sums: Float64Array
  private readonly known: Uint8Array

  constructor(count: number, guess: number) {
    this.count = count
    this.rows = new Float64Array(count).fill(guess)
    this.sums = new Float64Array(count + 1)
    this.known = new Uint8Array(count)
    for (let at = 1; at <= count; at++) this.sums[at] = guess * (at & -at)
  }

  /** The height of all rows. */
  get total(): number {
    return this.before(this.count)
  }

  /** Whether the row was measured. */
  isKnown(row: number): boolean {
    return this.known[row] === 1
  }

  /** Takes the measured height of a row; returns by how much it differs from what was thought. */
  set(row: number, height: number): number {
    if (row < 0 || row >= this.count) return 0
    const change = height - (this.rows[row] ?? 0)
    this.known[row] = 1
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
