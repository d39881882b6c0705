// Placements of orders that are probably new → all that goes out for them, sealed with keys made ahead, so that nothing of the opened order is
// left while the store is asked. The answer decides: what was prepared for an order that is new goes out as it is, all else is thrown away
// and its record goes the long way. (Holding a thousand opened orders for the length of a write made the garbage collector copy each of them twice.)
import type { AvroCodec } from '#shared/codec/codec';
import type { OrderRef } from '#shared/domain/refs';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import type { OrderKeys } from '#shared/vault/order-keys';
import type { Vault } from '#shared/vault/vault';
import type { CheckedEvent } from './checked-event.js';
import { foldEvents } from './fold-events.js';
import { type FoldedOrder, unreadable } from './fold-orders.js';
import { packNote } from './order-note.js';
import { publishOrders, type PublishDeps } from './publish-orders.js';

export interface PrepareDeps extends PublishDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'encodeBare'>;
  readonly vault: Pick<Vault, 'freshKeys' | 'admit'>;
}

export interface PreparedOrder {
  readonly orderRef: OrderRef;
  readonly record: IncomingRecord;
  /** Position of the record: what claims the order. */
  readonly claim: string;
  readonly keys: OrderKeys;
  readonly note: Buffer;
  readonly outputs: readonly OutgoingRecord[];
}

/** What the store said to the prepared orders of a unit. */
export interface Admitted {
  readonly outputs: readonly OutgoingRecord[];
  readonly orderRefs: readonly OrderRef[];
  /** Records of orders that were there before: redelivered, doubled or erased. */
  readonly known: readonly IncomingRecord[];
}

/** Keys of records that no other record of the unit has: only then is a placement all that the unit knows of its order. */
export function keysSeenOnce(records: readonly IncomingRecord[]): ReadonlySet<string> {
  const once = new Set<string>();
  const seen = new Set<string>();
  for (const { key } of records) {
    if (key === null) continue;
    const text = key.toString('utf8');
    if (seen.has(text)) once.delete(text);
    else once.add(text);
    seen.add(text);
  }
  return once;
}

/** @param placements of orders of which nothing else is in the unit */
export function prepareOrders(
  deps: PrepareDeps,
  policyVersion: number,
  placements: readonly CheckedEvent[],
  nowMs: number,
): PreparedOrder[] {
  const fresh = deps.vault.freshKeys(placements.length);
  return placements.flatMap((placement, index) => {
    const { orderRef, record } = placement;
    const state = foldEvents(policyVersion, undefined, [placement]).publish;
    const keys = fresh[index];
    if (state === undefined || keys === undefined) return [];
    const { note, factsValue } = packNote(deps.codec, state);
    const outputs = publishOrders(deps, [{ orderRef, state, factsValue, keys, placements: [placement] }], nowMs);
    return [{ orderRef, record, claim: placement.event.position, keys, note, outputs }];
  });
}

export async function admitPrepared(
  deps: Pick<PrepareDeps, 'vault'>,
  prepared: readonly PreparedOrder[],
): Promise<Admitted> {
  if (prepared.length === 0) return { outputs: [], orderRefs: [], known: [] };
  const results = await deps.vault.admit(
    prepared.map(({ orderRef, claim, keys, note }) => ({ orderRef, claim, keys, note })),
  );
  const outputs: OutgoingRecord[] = [];
  const orderRefs: OrderRef[] = [];
  const known: IncomingRecord[] = [];
  for (const [index, { orderRef, record, outputs: ready }] of prepared.entries()) {
    const result = results[index];
    if (result?.kind === 'unreadable') throw unreadable(result.reason);
    if (result?.kind === 'admitted') {
      orderRefs.push(orderRef);
      for (const output of ready) outputs.push(output);
    } else known.push(record);
  }
  return { outputs, orderRefs, known };
}

/** What was waiting for an order makes newer facts of it; of each order a unit publishes only the newest. */
export function withoutFactsOf(
  newer: readonly FoldedOrder[],
  outputs: readonly OutgoingRecord[],
  factsTopic: string,
): readonly OutgoingRecord[] {
  if (newer.length === 0) return outputs;
  const orderRefs = new Set<OutgoingRecord['key']>(newer.map(({ orderRef }) => orderRef));
  return outputs.filter(({ topic, key }) => topic !== factsTopic || !orderRefs.has(key));
}
