// How often each number occurs, kept off the heap. A number that does not occur any more takes no room.

const FIRST_CELLS = 16;
const FULLEST = 0.6;

export class CountTable {
  private keys = new Int32Array(FIRST_CELLS);
  /** 0: nothing is there. */
  private counts = new Int32Array(FIRST_CELLS);
  private different = 0;

  /** How many different numbers occur. */
  get size(): number {
    return this.different;
  }

  has(key: number): boolean {
    return this.counts[this.cellOf(key)] !== 0;
  }

  add(key: number): void {
    const at = this.cellOf(key);
    const count = this.counts[at] as number;
    this.keys[at] = key;
    this.counts[at] = count + 1;
    if (count === 0 && ++this.different > this.keys.length * FULLEST) this.grow();
  }

  /** One that does not occur is passed over. */
  remove(key: number): void {
    const at = this.cellOf(key);
    const count = this.counts[at] as number;
    if (count === 0) return;
    this.counts[at] = count - 1;
    if (count > 1) return;
    this.different--;
    this.closeGap(at);
  }

  clear(): void {
    this.counts.fill(0);
    this.different = 0;
  }

  private cellOf(key: number): number {
    const { keys, counts } = this;
    let at = startOf(key, keys.length);
    while (counts[at] !== 0 && keys[at] !== key) at = (at + 1) & (keys.length - 1);
    return at;
  }

  private grow(): void {
    const { keys, counts } = this;
    this.keys = new Int32Array(keys.length * 2);
    this.counts = new Int32Array(keys.length * 2);
    for (let from = 0; from < keys.length; from++) {
      if (counts[from] === 0) continue;
      const at = this.cellOf(keys[from] as number);
      this.keys[at] = keys[from] as number;
      this.counts[at] = counts[from] as number;
    }
  }

  /** Whoever was put further on because the cell was taken moves up. */
  private closeGap(gap: number): void {
    const { keys, counts } = this;
    const last = keys.length - 1;
    for (let at = (gap + 1) & last; counts[at] !== 0; at = (at + 1) & last) {
      const wanted = startOf(keys[at] as number, keys.length);
      if (((at - wanted) & last) < ((at - gap) & last)) continue;
      keys[gap] = keys[at] as number;
      counts[gap] = counts[at] as number;
      counts[at] = 0;
      gap = at;
    }
  }
}

function startOf(key: number, cells: number): number {
  const mixed = Math.imul(key, 0x9e_37_79_b1);
  return (mixed ^ (mixed >>> 16)) & (cells - 1);
}
