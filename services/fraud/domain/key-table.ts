// Texts by number and back: numbers are dense, and those of texts that are gone are given out again. Kept off the heap.
import { withRoom } from './off-heap.js';

export const NO_KEY = -1;

const EMPTY = -1;
const DELETED = -2;
const FIRST_CELLS = 64;
/** Beyond this share of cells in use, looking for a text takes long. */
const FULLEST = 0.6;

export class KeyTable {
  /** Numbers of texts, by hash. */
  private cells = new Int32Array(FIRST_CELLS).fill(EMPTY);
  /** Cells that are not empty. */
  private used = 0;
  private hashes = new Int32Array(FIRST_CELLS);
  /** Of each text: where its characters begin, how many they are, and for how many there is room. */
  private starts = new Uint32Array(FIRST_CELLS);
  private lengths = new Int32Array(FIRST_CELLS);
  private rooms = new Int32Array(FIRST_CELLS);
  private characters = new Uint16Array(FIRST_CELLS * 16);
  private charactersEnd = 0;
  private readonly free: number[] = [];
  private numbers = 0;

  get size(): number {
    return this.numbers - this.free.length;
  }

  /** All numbers given out so far are below it. */
  get end(): number {
    return this.numbers;
  }

  /** NO_KEY: not there. */
  numberOf(key: string): number {
    const { cells } = this;
    const hash = hashOf(key);
    for (let at = hash & (cells.length - 1); ; at = (at + 1) & (cells.length - 1)) {
      const number = cells[at] as number;
      if (number === EMPTY) return NO_KEY;
      if (number !== DELETED && this.hashes[number] === hash && this.isText(number, key)) return number;
    }
  }

  add(key: string): number {
    const known = this.numberOf(key);
    if (known !== NO_KEY) return known;
    const number = this.free.pop() ?? this.numbers++;
    this.write(number, key);
    this.occupy(number);
    return number;
  }

  /** Its number may be another text's from now on. */
  remove(number: number): void {
    const { cells } = this;
    let at = (this.hashes[number] as number) & (cells.length - 1);
    while (cells[at] !== number) at = (at + 1) & (cells.length - 1);
    cells[at] = DELETED;
    const start = this.starts[number] as number;
    this.characters.fill(0, start, start + (this.lengths[number] as number));
    this.free.push(number);
  }

  keyOf(number: number): string {
    const start = this.starts[number] as number;
    return String.fromCharCode(...this.characters.subarray(start, start + (this.lengths[number] as number)));
  }

  private write(number: number, key: string): void {
    this.hashes = withRoom(this.hashes, number + 1);
    this.starts = withRoom(this.starts, number + 1);
    this.lengths = withRoom(this.lengths, number + 1);
    this.rooms = withRoom(this.rooms, number + 1);
    if ((this.rooms[number] as number) < key.length) {
      this.starts[number] = this.charactersEnd;
      this.rooms[number] = key.length;
      this.charactersEnd += key.length;
      this.characters = withRoom(this.characters, this.charactersEnd);
    }
    const start = this.starts[number] as number;
    for (let at = 0; at < key.length; at++) this.characters[start + at] = key.charCodeAt(at);
    this.lengths[number] = key.length;
    this.hashes[number] = hashOf(key);
  }

  private occupy(number: number): void {
    if (this.used + 1 > this.cells.length * FULLEST) this.rebuild();
    const { cells } = this;
    let at = (this.hashes[number] as number) & (cells.length - 1);
    while ((cells[at] as number) >= 0) at = (at + 1) & (cells.length - 1);
    if (cells[at] === EMPTY) this.used++;
    cells[at] = number;
  }

  /** Leaves the deleted ones behind, in twice the room if need be. */
  private rebuild(): void {
    const before = this.cells;
    const isFull = this.size > before.length * FULLEST * 0.5;
    const cells = new Int32Array(isFull ? before.length * 2 : before.length).fill(EMPTY);
    this.used = 0;
    for (const number of before) {
      if (number < 0) continue;
      let at = (this.hashes[number] as number) & (cells.length - 1);
      while (cells[at] !== EMPTY) at = (at + 1) & (cells.length - 1);
      cells[at] = number;
      this.used++;
    }
    this.cells = cells;
  }

  private isText(number: number, key: string): boolean {
    if (this.lengths[number] !== key.length) return false;
    const start = this.starts[number] as number;
    for (let at = 0; at < key.length; at++) {
      if (this.characters[start + at] !== key.charCodeAt(at)) return false;
    }
    return true;
  }
}

/** FNV-1a with its bits mixed once more: the cells are taken by the lowest ones. */
function hashOf(key: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01_00_01_93);
  return hash ^ (hash >>> 15);
}
