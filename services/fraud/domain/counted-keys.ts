// Texts by number, each for as long as somebody uses it.
import { KeyTable, NO_KEY } from './key-table.js';
import { withRoom } from './off-heap.js';

export class CountedKeys {
  private readonly keys = new KeyTable();
  private users = new Int32Array(64);

  /** @returns its number, or NO_KEY of what is not told */
  use(key: string | null): number {
    if (key === null) return NO_KEY;
    const number = this.keys.add(key);
    this.users = withRoom(this.users, number + 1);
    this.users[number] = (this.users[number] as number) + 1;
    return number;
  }

  /** One user less; after the last one the text is overwritten, and its number may be another's. */
  leave(number: number): void {
    if (number === NO_KEY) return;
    const left = (this.users[number] as number) - 1;
    this.users[number] = left;
    if (left === 0) this.keys.remove(number);
  }

  keyOf(number: number): string | null {
    return number === NO_KEY ? null : this.keys.keyOf(number);
  }
}
