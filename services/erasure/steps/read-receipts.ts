// Records of `erasure.receipts` → receipts by order. Participants outside of the broker write here too, so a bad one is refused by name.
import { topics } from '#schemas/generated/topics';
import { type OrderRef, parseOrderRef } from '#shared/domain/refs';
import type { RefusalCode } from '#shared/errors/catalogue';
import type { IncomingRecord, Refusal } from '#shared/pipeline/unit';
import type { Receipt } from '../domain/accept-receipt.js';
import type { NewsCodec } from './read-news.js';

export interface ReadReceipt {
  readonly record: IncomingRecord;
  readonly receipt: Receipt;
}

export const RECEIPT_STEP = 'readReceipts';

/** Adds the receipts to those of their orders; gives the refusals. */
export function readReceipts(
  codec: NewsCodec,
  records: readonly IncomingRecord[],
  into: Map<OrderRef, ReadReceipt[]>,
): Refusal[] {
  const refusals: Refusal[] = [];
  for (const record of records) {
    const { key, value } = record;
    if (value === null || value.length === 0) {
      refusals.push(refuse(record, 'VALUE_EMPTY'));
      continue;
    }
    const decoded = codec.decode(value, topics.erasureReceipts);
    if (decoded.kind === 'refused') {
      refusals.push(refuse(record, decoded.code, decoded.fieldPaths));
      continue;
    }
    const { erasureId, participant, at } = decoded.value;
    const orderRef = parseOrderRef(decoded.value.orderRef);
    if (orderRef === undefined) refusals.push(refuse(record, 'FIELD_INVALID', ['orderRef']));
    else if (key === null || key.length === 0) refusals.push(refuse(record, 'KEY_MISSING'));
    else if (key.toString('utf8') !== erasureId) refusals.push(refuse(record, 'KEY_MISMATCH', ['erasureId']));
    else {
      const item = { record, receipt: { erasureId, participant, at } };
      const ofOrder = into.get(orderRef);
      if (ofOrder === undefined) into.set(orderRef, [item]);
      else ofOrder.push(item);
    }
  }
  return refusals;
}

function refuse(record: IncomingRecord, code: RefusalCode, fieldPaths: readonly string[] = []): Refusal {
  return { record, code, fieldPaths, step: RECEIPT_STEP };
}
