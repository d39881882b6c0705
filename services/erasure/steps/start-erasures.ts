// What has fallen due in a lane → erasures. Each is marked in its order first; only then is the ledger asked for the entry that opens it.
// A crash in between costs a reminder, no erasure: the mark is there and has an id that stays the same.
import type { OrderRef } from '#shared/domain/refs';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import { beginErasure, type ErasureTerms } from '../domain/begin-erasure.js';
import type { TrackedOrder } from '../domain/tracked-order.js';
import type { OrderStore } from '../store/order-store.js';
import { type AnnounceDeps, intentRecord } from './announce.js';
import { dueDatesOf } from './due-dates.js';

export interface StartDeps extends AnnounceDeps {
  readonly store: Pick<OrderStore, 'find' | 'save'>;
}

export interface Started {
  readonly outputs: OutgoingRecord[];
  /** Erasures that began. */
  readonly started: number;
}

/** @param due orders as they were read a moment ago; those that changed since are left for the next time */
export async function startErasures(
  deps: StartDeps,
  policy: Policy,
  due: readonly TrackedOrder[],
  terms: ErasureTerms,
): Promise<Started> {
  if (due.length === 0) return { outputs: [], started: 0 };
  const marked = due.map((order) => beginErasure(order, dueDatesOf(policy, order), terms));
  const written = (await deps.store.save(marked.map((after, index) => ({ before: due[index] ?? after, after }))))
    ? marked
    : await stillMarked(deps, marked);
  const outputs = written.flatMap(({ orderRef, saga }) =>
    saga === null ? [] : [intentRecord(deps, orderRef, saga, 'STARTED')],
  );
  return { outputs, started: outputs.length };
}

/** Of a write that did not go through for all, those for which it did. */
async function stillMarked({ store }: StartDeps, marked: readonly TrackedOrder[]): Promise<readonly TrackedOrder[]> {
  const known = await store.find(marked.map(({ orderRef }) => orderRef as OrderRef));
  return marked.flatMap((order) => {
    const now = known.get(order.orderRef as OrderRef);
    if (now === undefined || now === 'erased' || order.saga === null) return [];
    return now.saga?.erasureId === order.saga.erasureId ? [now] : [];
  });
}
