// Keeps orders as the bytes of their records, in large pieces off the heap: most of them nobody asks for again, and a million objects would be looked
// through at each collection of garbage. What is dropped is overwritten.
import { withRoom } from '../domain/off-heap.js';
import type { OrderKeeper } from '../domain/order-columns.js';
import type { ObservedOrder } from '../domain/observed-order.js';

/** An order with the bytes it was read from. */
export interface OrderOfRecord extends ObservedOrder {
  readonly record: Buffer;
}

const PIECE_BYTES = 1_048_576;
const FIRST = 64;

export class RecordKeeper<Order extends OrderOfRecord> implements OrderKeeper<Order> {
  private readonly pieces: (Buffer | null)[] = [];
  /** Of each piece the bytes that are still needed. */
  private readonly needed: number[] = [];
  private end = PIECE_BYTES;
  private pieceOf = new Int32Array(FIRST);
  private starts = new Int32Array(FIRST);
  private lengths = new Int32Array(FIRST);
  private readonly decode: (record: Buffer) => Order;

  constructor(decode: (record: Buffer) => Order) {
    this.decode = decode;
  }

  /** Bytes taken, those not needed any more included. */
  get bytes(): number {
    return this.pieces.reduce((sum, piece) => sum + (piece?.length ?? 0), 0);
  }

  keep(place: number, { record }: Order): void {
    this.pieceOf = withRoom(this.pieceOf, place + 1);
    this.starts = withRoom(this.starts, place + 1);
    this.lengths = withRoom(this.lengths, place + 1);
    this.drop(place);
    if (this.end + record.length > (this.pieces.at(-1)?.length ?? 0)) this.begin(Math.max(PIECE_BYTES, record.length));
    const last = this.pieces.length - 1;
    this.pieces[last]?.set(record, this.end);
    this.pieceOf[place] = last;
    this.starts[place] = this.end;
    this.lengths[place] = record.length;
    this.needed[last] = (this.needed[last] ?? 0) + record.length;
    this.end += record.length;
  }

  read(place: number): Order {
    return this.decode(Buffer.from(this.bytesAt(place)));
  }

  drop(place: number): void {
    const length = this.lengths[place] ?? 0;
    if (length === 0) return;
    this.bytesAt(place).fill(0);
    this.lengths[place] = 0;
    const piece = this.pieceOf[place] as number;
    this.needed[piece] = (this.needed[piece] ?? 0) - length;
    this.giveBack(piece);
  }

  private bytesAt(place: number): Buffer {
    const start = this.starts[place] as number;
    const piece = this.pieces[this.pieceOf[place] as number] as Buffer;
    return piece.subarray(start, start + (this.lengths[place] as number));
  }

  private begin(bytes: number): void {
    this.pieces.push(Buffer.allocUnsafeSlow(bytes));
    this.needed.push(0);
    this.end = 0;
    this.giveBack(this.pieces.length - 2);
  }

  /** Unless it is the one that is written to. */
  private giveBack(piece: number): void {
    if (this.needed[piece] === 0 && piece < this.pieces.length - 1) this.pieces[piece] = null;
  }
}
