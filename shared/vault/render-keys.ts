// The state of the keyring in words.
import type { KeyCounts } from './key-store.js';
import { type KeyEpoch, rotationDueAt } from './key-epochs.js';

export interface KeysStatus {
  /** Where the keyring is. */
  readonly keyring: string;
  readonly nowMs: number;
  readonly everyMs: number;
  readonly epochs: readonly KeyEpoch[];
  readonly counts: KeyCounts;
  /** Of the database this was asked of. */
  readonly storeId: string;
  readonly stores: readonly string[];
}

const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
];

/** In the largest unit that fits twice: `36 hours`, `90 seconds`. */
export function spanText(ms: number): string {
  const [size, name] = UNITS.find(([unit]) => ms >= 2 * unit) ?? ([1_000, 'second'] as const);
  const count = Math.floor(ms / size);
  return `${grouped(count)} ${name}${count === 1 ? '' : 's'}`;
}

export function renderKeys(status: KeysStatus): string {
  const { keyring, nowMs, epochs, counts, storeId, stores } = status;
  const current = epochs.at(-1)?.epoch;
  const lines = [`keyring    ${keyring}`];
  for (const { epoch, madeAtMs } of epochs) {
    const state = epoch === current ? 'current' : 'being retired: a rotation was cut off or is under way';
    const wrapped = grouped(counts.byEpoch.get(epoch) ?? 0);
    lines.push(
      `epoch ${String(epoch).padEnd(4)} ${state}, ${spanText(nowMs - madeAtMs)} old, wraps the keys of ${wrapped} orders`,
    );
  }
  const known = new Set(epochs.map(({ epoch }) => epoch));
  const lost = [...counts.byEpoch].filter(([epoch]) => !known.has(epoch));
  for (const [epoch, orders] of lost) {
    lines.push(
      `epoch ${String(epoch).padEnd(4)} DESTROYED, yet ${grouped(orders)} orders name it: their keys are lost`,
    );
  }
  lines.push(`erased     ${grouped(counts.shredded)} orders, each with a guard against its return`, dueLine(status));
  for (const store of stores)
    if (store !== storeId) lines.push(`ALSO USED  by database ${store}: no rotation while that is so`);
  return `${lines.join('\n')}\n`;
}

function dueLine({ epochs, everyMs, nowMs }: KeysStatus): string {
  const dueAtMs = rotationDueAt(epochs, everyMs);
  if (dueAtMs === null) return 'rotation   by command only: npm run keys -- rotate';
  const every = everyMs === 0 ? 'by command' : `every ${spanText(everyMs)}`;
  const when = dueAtMs <= nowMs ? 'due now' : `due in ${spanText(dueAtMs - nowMs)}`;
  return `rotation   ${when} (${every}), done by the erasure service`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}
