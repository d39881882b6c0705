// What the rest of the code knows of the codec: typed values in, Confluent wire format out, and back, without exceptions for bad input.
import type { RecordName, RecordTypes } from '#schemas/generated/records';
import type { SchemaJson } from '#schemas/generated/schemas';
import type { TopicHandle } from '#schemas/generated/topics';
import type { RefusalCode } from '#shared/errors/catalogue';

/** A record that fits: `recordName` tells the type of `value`. */
export interface DecodedRecord<Name extends string, Value> {
  readonly kind: 'decoded';
  readonly recordName: Name;
  /** Id of the writer's schema in the registry. */
  readonly schemaId: number;
  readonly value: Value;
  /** Paths such as `payment.cardCode` of fields that the writer's schema has and ours has not; their contents were skipped. */
  readonly unknownFields: readonly string[];
}

/** Bytes that are no record of this topic: why, and where, never what. */
export interface RefusedValue {
  readonly kind: 'refused';
  readonly code: Extract<
    RefusalCode,
    'UNDECODABLE_BYTES' | 'SCHEMA_UNKNOWN' | 'EVENT_TYPE_UNEXPECTED' | 'FIELD_TYPE_WRONG'
  >;
  readonly fieldPaths: readonly string[];
  /** The schema id that the bytes name; null when they are too short or have no magic byte. */
  readonly schemaId: number | null;
}

type DecodedOf<Value, Names extends string> = Names extends RecordName
  ? DecodedRecord<Names, RecordTypes[Names]>
  : DecodedRecord<Names, Value>;

/** What `decode` answers for a topic: one variant per record type of it, or the refusal. */
export type Decoding<Topic extends TopicHandle> =
  Topic extends TopicHandle<string, infer Value, infer Names> ? DecodedOf<Value, Names> | RefusedValue : never;

export type BareDecoding<Name extends RecordName> =
  | { readonly kind: 'decoded'; readonly value: RecordTypes[Name] }
  | { readonly kind: 'refused'; readonly code: 'UNDECODABLE_BYTES' | 'SCHEMA_UNKNOWN' };

export interface AvroCodec {
  /**
   * Registers the schemas of these topics (idempotent, BACKWARD) and learns their ids. Call once at start with every topic written to.
   * @throws FulfilmentError REGISTRY_UNAVAILABLE (retry) or SCHEMA_INCOMPATIBLE (crash; details: subject, fields)
   */
  prepare(topics: readonly TopicHandle[]): Promise<void>;

  /**
   * The value in Confluent wire format. Synchronous; `prepare` must have been called with the topic.
   * The buffer is a slice of a larger one: never write into it.
   * @param recordName full name; required for topics with several record types
   * @throws FulfilmentError UNEXPECTED (crash; details: record, fields) when the value does not fit its schema: a fault of ours
   */
  encode<Value>(topic: TopicHandle<string, Value>, value: Value, recordName?: string): Buffer;

  /**
   * The value for a block to be sealed: one byte with the version of the record's schema, then plain Avro. Needs no `prepare`.
   * @throws FulfilmentError UNEXPECTED, as `encode`
   */
  encodeBare<Name extends RecordName>(recordName: Name, value: RecordTypes[Name]): Buffer;

  /** Reads what `encodeBare` wrote, in whatever version; never throws for bytes. */
  decodeBare<Name extends RecordName>(recordName: Name, bytes: Buffer): BareDecoding<Name>;

  /**
   * Loads the schemas that these values name and that are not known yet, in parallel. Tombstones (null) are passed over.
   * An id that the registry does not have is remembered for a short time only.
   * @throws FulfilmentError REGISTRY_UNAVAILABLE (retry): an outage is never a refusal
   */
  ensureSchemas(values: Iterable<Buffer | null>): Promise<void>;

  /**
   * Total for any bytes once `ensureSchemas` has seen them. Tombstones are the caller's: null is not a value.
   * @throws FulfilmentError UNEXPECTED (crash) when `ensureSchemas` was not called with this value: a fault of ours
   */
  decode<Topic extends TopicHandle>(value: Buffer, topic: Topic): Decoding<Topic>;

  /**
   * Adds or replaces the schema of one record that is not generated from a file (a carrier's Shipment, from the policy).
   * It is written from the next `prepare` of its topic on.
   */
  define(schema: SchemaJson): void;

  /** The schema a record is written with, attributes included: for clients of others and for tests. */
  schemaOf(recordName: string): SchemaJson;
}
