// Records of a unit → contacts to keep, notices to note, orders to forget. Our own topics decode or the service stops; what the desk asks is refused by name.
import type { ErasureRequest, MailBounce } from '#schemas/generated/records';
import { type TopicHandle, topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { type OrderRef, parseOrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, Refusal } from '#shared/pipeline/unit';
import type { Notice } from '../domain/notice.js';
import { noticeOfParcel, noticeOfStatus } from '../domain/notices-of.js';
import { understandRequest } from '../domain/requested-notice.js';

export interface Heard {
  readonly orderRef: OrderRef;
  readonly notice: Notice;
  /** When the record was written, by the broker's clock. */
  readonly writtenAtMs: number;
}

export interface ReadInputs {
  readonly contacts: readonly { readonly orderRef: OrderRef; readonly sealed: Buffer }[];
  readonly orderIds: readonly { readonly orderRef: OrderRef; readonly orderId: string }[];
  readonly heard: readonly Heard[];
  readonly requests: readonly ErasureRequest[];
  readonly bounces: readonly MailBounce[];
  readonly refusals: readonly Refusal[];
}

export interface ReadDeps {
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly orderRefOf: (orderId: string) => OrderRef;
  readonly topicName: (name: string) => string;
}

export async function readInputs(deps: ReadDeps, records: readonly IncomingRecord[]): Promise<ReadInputs> {
  const { codec, orderRefOf, topicName } = deps;
  const of = ({ name }: TopicHandle): IncomingRecord[] => records.filter(({ topic }) => topic === topicName(name));
  const sealed = of(topics.ordersSealed);
  await codec.ensureSchemas(records.filter((record) => !sealed.includes(record)).map(({ value }) => value));
  const statuses = own(codec, topics.ordersStatuses, of(topics.ordersStatuses));
  const progress = own(codec, topics.shipmentsProgress, of(topics.shipmentsProgress));
  const requests = own(codec, topics.erasureRequests, of(topics.erasureRequests));
  const asked = of(topics.notificationsRequested).map((record) => readRequest(codec, record));
  return {
    contacts: contactsIn(sealed),
    // Of an erased order nothing is kept: its last status must not bring its number back.
    orderIds: statuses.flatMap(({ value: { orderId, status } }) =>
      status === 'ERASED' ? [] : [{ orderRef: orderRefOf(orderId), orderId }],
    ),
    heard: [
      ...statuses.flatMap(({ record, value }) => heard(record, orderRefOf(value.orderId), noticeOfStatus(value))),
      ...progress.flatMap(({ record, value }) => heard(record, value.orderRef as OrderRef, noticeOfParcel(value))),
      ...asked.flatMap((one) => ('notice' in one ? [one] : [])),
    ],
    requests: requests.map(({ value }) => value),
    bounces: own(codec, topics.notificationsBounces, of(topics.notificationsBounces)).map(({ value }) => value),
    refusals: asked.flatMap((one) => ('code' in one ? [one] : [])),
  };
}

function heard(record: IncomingRecord, orderRef: OrderRef, notice: Notice | null): Heard[] {
  return notice === null ? [] : [{ orderRef, notice, writtenAtMs: record.timestampMs }];
}

/** Tombstones are passed over: what they take back goes with the erasure request. @throws INTERNAL_RECORD_UNREADABLE (crash) */
function own<T>(
  codec: ReadDeps['codec'],
  topic: TopicHandle<string, T>,
  records: readonly IncomingRecord[],
): { readonly record: IncomingRecord; readonly value: T }[] {
  return records.flatMap((record) => {
    if (record.value === null) return [];
    const decoded = codec.decode(record.value, topic);
    if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topic.name });
    return [{ record, value: decoded.value }];
  });
}

/** Sealed as they came; of several of one order in a unit the last one counts. */
function contactsIn(records: readonly IncomingRecord[]): ReadInputs['contacts'] {
  return records.flatMap(({ key, value }) => {
    const orderRef = parseOrderRef(key?.toString('utf8').split('/', 1)[0]);
    return orderRef === undefined || value === null ? [] : [{ orderRef, sealed: value }];
  });
}

function readRequest(codec: ReadDeps['codec'], record: IncomingRecord): Heard | Refusal {
  const refuse = (code: Refusal['code'], fieldPaths: readonly string[], orderRef?: OrderRef): Refusal => {
    const whose = orderRef === undefined ? {} : { orderRef };
    return { record, code, fieldPaths, step: 'readRequest', ...whose };
  };
  if (record.value === null || record.value.length === 0) return refuse('VALUE_EMPTY', []);
  const decoded = codec.decode(record.value, topics.notificationsRequested);
  if (decoded.kind === 'refused') return refuse(decoded.code, decoded.fieldPaths);
  if (decoded.unknownFields.length > 0) return refuse('FIELD_UNKNOWN', decoded.unknownFields);
  const orderRef = parseOrderRef(decoded.value.orderRef);
  if (orderRef === undefined) return refuse('FIELD_INVALID', ['orderRef']);
  if (record.key?.toString('utf8') !== orderRef) return refuse('KEY_MISMATCH', ['orderRef'], orderRef);
  const understood = understandRequest(decoded.value);
  if (understood.kind === 'faults') return refuse('FIELD_INVALID', understood.fieldPaths, orderRef);
  return { orderRef, notice: understood.notice, writtenAtMs: record.timestampMs };
}
