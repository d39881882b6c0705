// Very many lists of numbers, most of them short, in one piece of memory off the heap. A list that outgrows its block moves to one of twice the size.
import { withRoom } from './off-heap.js';

const LEAST_ROOM = 2;
const NO_BLOCK = 0;
const FIRST = 64;

export class PlaceLists {
  private pool = new Int32Array(FIRST);
  /** The first numbers are no block: a list without one starts there. */
  private poolEnd = 1;
  private starts = new Uint32Array(FIRST);
  private lengths = new Int32Array(FIRST);
  private rooms = new Int32Array(FIRST);
  /** Where blocks are free, by their room. */
  private readonly free = new Map<number, number[]>();

  lengthOf(list: number): number {
    return this.lengths[list] ?? 0;
  }

  at(list: number, index: number): number {
    return this.pool[(this.starts[list] as number) + index] as number;
  }

  insert(list: number, index: number, value: number): void {
    this.starts = withRoom(this.starts, list + 1);
    this.lengths = withRoom(this.lengths, list + 1);
    this.rooms = withRoom(this.rooms, list + 1);
    const length = this.lengths[list] as number;
    if (length === this.rooms[list]) this.move(list, Math.max(LEAST_ROOM, length * 2));
    const start = this.starts[list] as number;
    if (index < length) this.pool.copyWithin(start + index + 1, start + index, start + length);
    this.pool[start + index] = value;
    this.lengths[list] = length + 1;
  }

  remove(list: number, index: number, count = 1): void {
    const start = this.starts[list] as number;
    const length = this.lengths[list] as number;
    this.pool.copyWithin(start + index, start + index + count, start + length);
    this.lengths[list] = length - count;
    if (length === count) this.giveBack(list);
  }

  private move(list: number, room: number): void {
    const to = this.free.get(room)?.pop() ?? this.takeNew(room);
    const start = this.starts[list] as number;
    this.pool.copyWithin(to, start, start + (this.lengths[list] as number));
    this.giveBack(list);
    this.starts[list] = to;
    this.rooms[list] = room;
  }

  private takeNew(room: number): number {
    const start = this.poolEnd;
    this.poolEnd += room;
    this.pool = withRoom(this.pool, this.poolEnd);
    return start;
  }

  private giveBack(list: number): void {
    const room = this.rooms[list] as number;
    if (room === 0) return;
    const ofRoom = this.free.get(room);
    if (ofRoom === undefined) this.free.set(room, [this.starts[list] as number]);
    else ofRoom.push(this.starts[list] as number);
    this.starts[list] = NO_BLOCK;
    this.rooms[list] = 0;
  }
}
