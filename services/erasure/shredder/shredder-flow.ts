// Entries of the ledger → what they order. STARTED: the keys are destroyed, then every participant is asked to delete. All of it may be
// done again after a crash with the same result. COMPLETED orders nothing any more.
import type { LedgerEntry } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { type OrderRef, parseOrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, OutgoingRecord, Unit, UnitHandler } from '#shared/pipeline/unit';
import { isOneOf } from '#shared/policy/vocabulary';
import { lane } from '#shared/refs/lane';
import type { Vault } from '#shared/vault/vault';
import { isWholeOrder } from '../domain/erasure-saga.js';
import { hashOf } from '#shared/ledger-proof/chain';
import { requestRecord } from '../steps/announce.js';
import { ERASABLE_CATEGORIES, type ErasableCategory } from '../steps/erasable-categories.js';

export interface ShredderDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'decode' | 'ensureSchemas'>;
  readonly vault: Pick<Vault, 'shredCategory' | 'shredOrders'>;
  readonly topicName: (name: string) => string;
  /** Told after the commit: how many orders lost all their keys, or some. */
  readonly onShredded: (orders: number) => void;
}

interface Ordered {
  readonly orderRef: OrderRef;
  readonly entry: LedgerEntry;
}

export function createShredder(deps: ShredderDeps): UnitHandler {
  return async function shredKeys(unit: Unit) {
    const { codec } = deps;
    await codec.ensureSchemas(unit.records.map(({ value }) => value));
    const started = unit.records.flatMap((record) => readStarted(codec, record));
    await destroyKeys(deps, started);
    return {
      outputs: started.map((ordered) => requestFor(deps, ordered)),
      afterCommit: () => deps.onShredded(started.length),
    };
  };
}

/** @throws INTERNAL_RECORD_UNREADABLE or LEDGER_BROKEN (crash): keys are destroyed on the word of a sound entry only */
function readStarted(codec: ShredderDeps['codec'], record: IncomingRecord): Ordered[] {
  const { topic, partition, offset, value } = record;
  if (value === null) return [];
  const decoded = codec.decode(value, topics.erasureLedger);
  const orderRef = decoded.kind === 'decoded' ? parseOrderRef(decoded.value.orderRef) : undefined;
  if (decoded.kind === 'refused' || orderRef === undefined) {
    throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic, partition, offset });
  }
  const entry = decoded.value;
  if (entry.kind === 'COMPLETED') return [];
  if (!entry.hash.equals(hashOf(entry))) throw new FulfilmentError('LEDGER_BROKEN', { partition, offset });
  return [{ orderRef, entry }];
}

/** Everything of the unit in one call per category and one for whole orders. */
async function destroyKeys({ vault }: ShredderDeps, started: readonly Ordered[]): Promise<void> {
  const whole = started.filter(({ entry }) => isWholeOrder(entry));
  const byCategory = new Map<ErasableCategory, OrderRef[]>();
  for (const { orderRef, entry } of started) {
    for (const category of entry.categories) {
      if (!isOneOf(ERASABLE_CATEGORIES, category))
        throw new FulfilmentError('LEDGER_BROKEN', { sequence: entry.sequence });
      const orderRefs = byCategory.get(category);
      if (orderRefs === undefined) byCategory.set(category, [orderRef]);
      else orderRefs.push(orderRef);
    }
  }
  // One after another: two rewrites of one order's keys at a time would only get in each other's way.
  for (const [category, orderRefs] of byCategory) await vault.shredCategory(orderRefs, category);
  // The guard remembers the first instant it is given; the earliest entry stands for all that are shredded together.
  const [first] = whole;
  if (first === undefined) return;
  const atMs = whole.reduce((earliest, { entry }) => Math.min(earliest, entry.at), first.entry.at);
  await vault.shredOrders(
    whole.map(({ orderRef }) => orderRef),
    atMs,
  );
}

function requestFor(deps: ShredderDeps, { orderRef, entry }: Ordered): OutgoingRecord {
  const { erasureId, categories, reason, policyVersion, at } = entry;
  return requestRecord(deps, lane(orderRef), {
    erasureId,
    orderRef,
    categories,
    reason,
    policyVersion,
    requestedAt: at,
  });
}
