// The second stroke of removals that were begun somewhere else: what is left of a carrier goes when it has had the time to read its tombstones.
import type { Clock } from '#shared/domain/clock';
import type { PolicySource } from '#shared/policy/ports';
import type { CarriersDesk } from './carriers-desk.js';
import { endRemoval, type Failed } from './change-carrier.js';

export interface EndRemovalsDeps {
  /** With the register applied. */
  readonly policy: Pick<PolicySource, 'current'>;
  readonly clock: Clock;
  /** From when it is first seen to be leaving until it may go, ms. */
  readonly waitMs: number;
  /** Opening a desk shuts out whoever has one open, so it is opened only when something is due. */
  readonly withDesk: (work: (desk: CarriersDesk) => Promise<void>) => Promise<void>;
  readonly onFailed: (carrierId: string, failed: Failed) => void;
}

/** @returns one look; safe to repeat */
export function createRemovalEnder(deps: EndRemovalsDeps): () => Promise<void> {
  const { policy, clock, waitMs, withDesk } = deps;
  const dueMs = new Map<string, number>();

  async function endNow(desk: CarriersDesk, carrierId: string): Promise<void> {
    // It can't have read what is not taken back yet.
    if ((await desk.liveRecords(carrierId)) > 0) {
      dueMs.set(carrierId, clock.nowMs() + waitMs);
      return;
    }
    const ended = await endRemoval({ desk, clock }, carrierId);
    if (ended.kind === 'failed') deps.onFailed(carrierId, ended);
  }

  return async () => {
    const leaving = [...policy.current().carriers.values()].filter(({ standing }) => standing === 'leaving');
    const ids = leaving.map(({ id }) => id);
    for (const id of dueMs.keys()) if (!ids.includes(id)) dueMs.delete(id);
    for (const id of ids) {
      const due = dueMs.get(id) ?? clock.nowMs() + waitMs;
      dueMs.set(id, due);
      if (clock.nowMs() >= due) await withDesk((desk) => endNow(desk, id));
    }
  };
}
