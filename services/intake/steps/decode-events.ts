// Bytes of the ingress topic → typed events, or the refusal that names what is wrong with them.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec, Decoding } from '#shared/codec/codec';
import { deadLetter, ok, type Outcome } from '#shared/pipeline/outcome';
import type { Step } from '#shared/pipeline/step';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { LIMITS } from '#shared/order-rules/event-schemas';

export type EventRecord = Extract<Decoding<typeof topics.ordersEvents>, { kind: 'decoded' }>;

/** The step throws REGISTRY_UNAVAILABLE (retry) when the registry is out of reach: an outage refuses nothing. */
export function createDecodeEvents(
  codec: Pick<AvroCodec, 'ensureSchemas' | 'decode'>,
): Step<IncomingRecord, EventRecord> {
  return async function decodeEvents(items) {
    await codec.ensureSchemas(items.map(({ record }) => (isTooLarge(record) ? null : record.value)));
    return items.map(({ record }) => decodeOne(codec, record));
  };
}

function decodeOne(codec: Pick<AvroCodec, 'decode'>, record: IncomingRecord): Outcome<EventRecord> {
  const { key, value } = record;
  if (value === null || value.length === 0) return deadLetter('VALUE_EMPTY');
  if (isTooLarge(record)) return deadLetter('VALUE_TOO_LARGE');
  const event = codec.decode(value, topics.ordersEvents);
  if (event.kind === 'refused') return deadLetter(event.code, event.fieldPaths);
  if (key === null || key.length === 0) return deadLetter('KEY_MISSING');
  return ok(event);
}

function isTooLarge({ value }: IncomingRecord): boolean {
  return value !== null && value.length > LIMITS.valueBytes;
}
