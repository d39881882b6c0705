// Records of `erasure.confirmations` → receipts by order. Anybody who is let in may write there, so nothing counts but the signature of a registered store.
import { createHash } from 'node:crypto';
import type { SignedReceipt } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { type OrderRef, parseOrderRef } from '#shared/domain/refs';
import type { RefusalCode } from '#shared/errors/catalogue';
import type { IncomingRecord, Refusal } from '#shared/pipeline/unit';
import type { OutsideStore } from '../domain/outside-stores.js';
import type { LedgerClaims } from '../ledger/ledger-claims.js';
import type { StoreRegister } from '../store/store-register.js';
import type { NewsCodec } from './read-news.js';
import { type ReadReceipt, RECEIPT_STEP } from './read-receipts.js';

export interface ConfirmationDeps {
  readonly codec: NewsCodec;
  readonly register: Pick<StoreRegister, 'all' | 'claimReceipts'>;
  readonly claims: Pick<LedgerClaims, 'ordersOf'>;
  /** Whether the receipt bears the signature of this key. */
  readonly isSignedBy: (receipt: SignedReceipt, publicKey: string) => boolean;
}

interface Signed {
  readonly record: IncomingRecord;
  readonly receipt: SignedReceipt;
}

/** Adds the receipts to those of their orders; gives the refusals. */
export async function readConfirmations(
  deps: ConfirmationDeps,
  records: readonly IncomingRecord[],
  into: Map<OrderRef, ReadReceipt[]>,
): Promise<Refusal[]> {
  if (records.length === 0) return [];
  const refusals: Refusal[] = [];
  const refuse = (record: IncomingRecord, code: RefusalCode, fieldPaths: readonly string[] = []): void =>
    void refusals.push({ record, code, fieldPaths, step: RECEIPT_STEP });
  const stores = await deps.register.all();
  const signed = records.flatMap((record) => readSigned(deps, stores, record, refuse));
  const orders = await deps.claims.ordersOf(signed.map(({ receipt }) => receipt.erasureId));
  const known = signed.filter(({ record, receipt: { erasureId } }) => {
    if (!orders.has(erasureId)) refuse(record, 'RECEIPT_UNKNOWN', ['erasureId']);
    return orders.has(erasureId);
  });
  const outcomes = await deps.register.claimReceipts(known.map(claimOf));
  known.forEach(({ record, receipt }, index) => {
    const { erasureId, participant, keys, at } = receipt;
    const orderRef = parseOrderRef(orders.get(erasureId));
    const outcome = outcomes[index];
    if (outcome === 'lost') refuse(record, 'RECEIPT_REPLAYED', ['signature']);
    else if (orderRef === undefined) refuse(record, 'RECEIPT_UNKNOWN', ['erasureId']);
    else {
      const read = { erasureId, participant, at, confirms: keys, isRepeat: outcome === 'repeat' };
      into.set(orderRef, [...(into.get(orderRef) ?? []), { record, receipt: read }]);
    }
  });
  return refusals;
}

function readSigned(
  { codec, isSignedBy }: ConfirmationDeps,
  stores: ReadonlyMap<string, OutsideStore>,
  record: IncomingRecord,
  refuse: (record: IncomingRecord, code: RefusalCode, fieldPaths?: readonly string[]) => void,
): Signed[] {
  if (record.value === null) {
    refuse(record, 'VALUE_EMPTY');
    return [];
  }
  const decoded = codec.decode(record.value, topics.erasureConfirmations);
  if (decoded.kind === 'refused') {
    refuse(record, decoded.code, decoded.fieldPaths);
    return [];
  }
  const receipt = decoded.value;
  const store = stores.get(receipt.participant);
  if (store === undefined) refuse(record, 'RECEIPT_FOREIGN', ['participant']);
  else if (!isSignedBy(receipt, store.publicKey)) refuse(record, 'RECEIPT_FORGED', ['signature']);
  else if (!store.topics.includes(receipt.topic)) refuse(record, 'RECEIPT_FOREIGN', ['topic']);
  else if (record.key?.toString('utf8') !== receipt.erasureId) refuse(record, 'KEY_MISMATCH', ['erasureId']);
  else return [{ record, receipt }];
  return [];
}

/** The same store about the same keys of the same erasure is the same receipt, whatever time it says. */
function claimOf({ record, receipt }: Signed): { readonly id: string; readonly position: string } {
  const { erasureId, participant, topic, keys } = receipt;
  const hash = createHash('sha256')
    .update([participant, topic, ...keys.toSorted()].join('\n'))
    .digest('hex');
  return { id: `${erasureId}/${hash}`, position: `${record.topic}:${record.partition}:${record.offset}` };
}
