// How old the key-encryption keys are, and whether it is time for a new one.
import type { Keyring } from './keyring.js';

export interface KeyEpoch {
  readonly epoch: number;
  /** ms since 1970, machine time. */
  readonly madeAtMs: number;
}

/** Oldest first; the last one is current. An epoch that is destroyed at this moment is left out. */
export async function epochsOf(keyring: Pick<Keyring, 'epochs' | 'madeAtMs'>): Promise<KeyEpoch[]> {
  const epochs: KeyEpoch[] = [];
  for (const epoch of await keyring.epochs()) {
    const madeAtMs = await keyring.madeAtMs(epoch);
    if (madeAtMs !== undefined) epochs.push({ epoch, madeAtMs });
  }
  return epochs;
}

/** When the next rotation is due, in ms since 1970; null: never. One that was cut off is due at once. */
export function rotationDueAt(epochs: readonly KeyEpoch[], everyMs: number): number | null {
  const current = epochs.at(-1);
  if (current === undefined) return null;
  if (epochs.length > 1) return current.madeAtMs;
  return everyMs === 0 ? null : current.madeAtMs + everyMs;
}
