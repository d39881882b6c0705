// How one answer is had from a broker so that it holds what belongs together.
import type { FetchResponse } from '../wire/fetch.js';
import type { LaneSettings } from './lane-settings.js';

/** Sends one fetch. */
export type Ask = (maxWaitMs: number, maxBytes: number) => Promise<FetchResponse>;

/** What the last answer of the broker was like, and how long an idle fetch may wait. */
export interface Flow {
  readonly isFlowing: boolean;
  readonly isPlenty: boolean;
  readonly idleMs: number;
}

const BRIEF_MS = 1;
/** The broker gives the first batch of one partition, however long it is. */
const A_SIGN_BYTES = 1;

/**
 * With `gatherMs` 0: one fetch, which while records flow takes what there is. Else: waits for a first sign, lets the rest of the transaction become
 * visible, and fetches all of it; nothing of the sign is used, so each lane gets its records at once and not partition by partition.
 */
export async function fetchGathered(
  ask: Ask,
  { isFlowing, isPlenty, idleMs }: Flow,
  { gatherMs, maxBytes }: Pick<LaneSettings, 'gatherMs' | 'maxBytes'>,
  sleep: (ms: number) => Promise<void>,
): Promise<FetchResponse> {
  if (gatherMs === 0) return ask(isFlowing ? BRIEF_MS : idleMs, maxBytes);
  if (!isPlenty) {
    const sign = await ask(idleMs, A_SIGN_BYTES);
    if (hasNothing(sign)) return sign;
    await sleep(gatherMs);
  }
  return ask(BRIEF_MS, maxBytes);
}

/** An error is something: it is dealt with like that of any answer. */
function hasNothing({ errorCode, partitions }: FetchResponse): boolean {
  return errorCode === 0 && partitions.every((partition) => partition.errorCode === 0 && partition.bytes.length === 0);
}
