// Which lane an order belongs to: the same on every topic, every instance and for ever, whatever client wrote the input.
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';

/** Partitions of every owned topic that is partitioned by order. Changing it moves keys between partitions. */
export const LANES = 4;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const LETTERS_PER_LANE = LETTERS.length / LANES;

const laneOfCode = new Uint8Array(128);
for (let value = 0; value < LETTERS.length; value++) {
  laneOfCode[LETTERS.charCodeAt(value)] = Math.floor(value / LETTERS_PER_LANE);
}

/** 0 to 3: the top two bits of the ref's first byte, read off its first letter. */
export function lane(ref: OrderRef | ShipmentRef): number {
  return laneOfCode[ref.charCodeAt(0)] ?? 0;
}
