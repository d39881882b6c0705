// What becomes of a document of the backup when its order was erased since: its keys are never written again. Pure.
import { Binary } from 'mongodb';
import { ORDERS_COLLECTION } from '#services/erasure/store/mongo-order-store';
import type { OrderRef } from '#shared/domain/refs';
import { lane } from '#shared/refs/lane';
import { refText } from '#shared/refs/ref-bytes';
import type { LedgerVerdict } from './read-ledger.js';

const KEYS_COLLECTION = 'vault_keys';
/** Of one order each, named by its ref; sealed blocks and what waits to be released go with the order. */
const GONE_WITH_ORDER: ReadonlySet<string> = new Set(['carriers.blocks', 'carriers.waiting']);
const RELEASES_COLLECTION = 'carriers.shipments';

export type StoredDocument = Readonly<Record<string, unknown>>;

export interface Judged {
  /** What to write; null: nothing. */
  readonly document: StoredDocument | null;
  /** Whether the backup would have brought back keys that were destroyed. */
  readonly isRevenant: boolean;
}

export function judgeDocument(
  collection: string,
  document: StoredDocument,
  { whole, completed }: LedgerVerdict,
): Judged {
  const { _id, claim, erasedAt: before } = document;
  const orderRef = _id instanceof Binary ? refText<OrderRef>(Buffer.from(_id.buffer)) : textOf(_id);
  const erasedAtMs = whole.get(orderRef);
  if (erasedAtMs === undefined) return { document, isRevenant: false };
  const erasedAt = before ?? new Date(erasedAtMs);
  if (collection === KEYS_COLLECTION) {
    const guard = {
      _id,
      ...(claim === undefined ? {} : { claim }),
      erasedAt,
    };
    return { document: guard, isRevenant: document['wrapped'] !== undefined };
  }
  if (GONE_WITH_ORDER.has(collection)) return { document: null, isRevenant: false };
  // The refs of its parcels stay, so that late reports about them are refused by name.
  if (collection === RELEASES_COLLECTION) return { document: { ...document, erasedAt }, isRevenant: false };
  // An erasure that still runs needs its order to come to its end.
  if (collection === ORDERS_COLLECTION && completed.has(orderRef))
    return { document: { _id, lane: lane(orderRef as OrderRef), erased: true, at: erasedAtMs }, isRevenant: false };
  return { document, isRevenant: false };
}

function textOf(id: unknown): string {
  return typeof id === 'string' ? id : '';
}
