// Picks entries as often as their weights say.
import type { SeededRandom } from '../seeded-random.js';

/** @throws RangeError when no entry has a weight above 0 */
export function weightedPicker<T extends { readonly weight: number }>(
  entries: readonly T[],
): (random: SeededRandom) => T {
  const wheel = entries.flatMap((entry) => Array.from({ length: entry.weight }, () => entry));
  if (wheel.length === 0) throw new RangeError('there is nothing to pick from');
  return (random) => random.pick(wheel);
}
