// The codec itself: see codec.ts for what each method promises. avsc reads and writes; this file keeps its errors, which quote values, inside.
import type { Type } from 'avsc';
import type { SchemaVersion } from '#schemas/generated/schemas';
import type { Clock } from '#shared/domain/clock';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { AvroCodec, BareDecoding, Decoding, RefusedValue } from './codec.js';
import { createEncodeSlab } from './encode-slab.js';
import { misfits } from './field-paths.js';
import { createOwnRecords } from './own-records.js';
import { registerSchemas } from './register-schemas.js';
import type { RegistryClient } from './registry-client.js';
import { HEADER_BYTES, schemaIdOf, wireHeader } from './wire-format.js';
import { createWriterSchemas } from './writer-schemas.js';

export interface AvroCodecDeps {
  readonly registry: RegistryClient;
  /** TOPIC_PREFIX: subjects follow the real topic names. */
  readonly topicPrefix: string;
  readonly clock: Clock;
  /** For tests: a field that the schema has not makes `encode` throw instead of being left out. Default false, as it costs time. */
  readonly refuseUndeclaredFields?: boolean;
  /** Default: the generated ones. */
  readonly schemas?: Readonly<Record<string, readonly SchemaVersion[]>>;
}

interface Encoder {
  readonly recordName: string;
  readonly type: Type;
  readonly header: Buffer;
}

const VERSION_BYTES = 1;
const UNDECODABLE_BARE = { kind: 'refused', code: 'UNDECODABLE_BYTES' } as const;

export function createAvroCodec(deps: AvroCodecDeps): AvroCodec {
  const { registry, topicPrefix, clock, refuseUndeclaredFields = false } = deps;
  const own = createOwnRecords(deps.schemas);
  const writers = createWriterSchemas({ registry, own, clock });
  const encodeIntoSlab = createEncodeSlab();
  /** By topic; a topic with one record type has its encoder under '' too. */
  const encoders = new Map<string, Map<string, Encoder>>();
  const bareEncoders = new Map<string, Encoder>();

  function encodeWith({ recordName, type, header }: Encoder, value: unknown): Buffer {
    if (refuseUndeclaredFields) assertDeclared(recordName, type, value);
    try {
      return encodeIntoSlab(type, value, header);
    } catch {
      // The message of avsc quotes the value, so it is not even kept as a cause.
      throw unfit(recordName, misfits(type, value));
    }
  }

  function bareEncoder(recordName: string): Encoder {
    const known = bareEncoders.get(recordName);
    if (known !== undefined) return known;
    const { type, version } = own.get(recordName);
    const encoder = { recordName, type, header: Buffer.from([version]) };
    bareEncoders.set(recordName, encoder);
    return encoder;
  }

  return {
    async prepare(topics) {
      const schemaOf = (name: string) => own.get(name).schema;
      for (const subject of await registerSchemas({ registry, topicPrefix, schemaOf }, topics)) {
        const { topicName, recordName, schemaId } = subject;
        const { type } = own.get(recordName);
        writers.add(schemaId, type);
        const ofTopic = encoders.get(topicName) ?? new Map<string, Encoder>();
        const encoder = { recordName, type, header: wireHeader(schemaId) };
        ofTopic.set(recordName, encoder);
        const topic = topics.find(({ name, recordNames }) => name === topicName && recordNames.includes(recordName));
        if (topic?.subjectStrategy === 'topic') ofTopic.set('', encoder);
        encoders.set(topicName, ofTopic);
      }
    },

    encode(topic, value, recordName = '') {
      const encoder = encoders.get(topic.name)?.get(recordName);
      if (encoder === undefined) {
        throw new FulfilmentError('UNEXPECTED', { place: 'encode', unprepared: `${topic.name} ${recordName}` });
      }
      return encodeWith(encoder, value);
    },

    encodeBare(recordName, value) {
      return encodeWith(bareEncoder(recordName), value);
    },

    decodeBare<Name extends string>(recordName: Name, bytes: Buffer) {
      const record = own.get(recordName);
      const version = bytes[0];
      if (version === undefined) return UNDECODABLE_BARE;
      const reader = record.readVersion(version);
      if (reader === null) return { kind: 'refused', code: 'SCHEMA_UNKNOWN' };
      const value = readWhole(record.type, bytes, VERSION_BYTES, reader.resolver);
      return value === NOT_READ ? UNDECODABLE_BARE : ({ kind: 'decoded', value } as BareDecoding<never>);
    },

    ensureSchemas: writers.ensure,

    decode<Topic extends Parameters<AvroCodec['decode']>[1]>(value: Buffer, topic: Topic) {
      const schemaId = schemaIdOf(value);
      if (schemaId === null) return refused('UNDECODABLE_BYTES', null) as Decoding<Topic>;
      const writer = writers.get(schemaId);
      if (writer === undefined) throw new FulfilmentError('UNEXPECTED', { place: 'decode', schemaNotLoaded: schemaId });
      if (writer.recordName !== null && !topic.recordNames.includes(writer.recordName)) {
        return refused('EVENT_TYPE_UNEXPECTED', schemaId) as Decoding<Topic>;
      }
      if (writer.kind === 'refused') return refused(writer.code, schemaId, writer.fieldPaths) as Decoding<Topic>;
      const { recordName, unknownFields } = writer;
      const read = readWhole(writer.type, value, HEADER_BYTES, writer.resolver);
      if (read === NOT_READ) return refused('UNDECODABLE_BYTES', schemaId) as Decoding<Topic>;
      return { kind: 'decoded', recordName, schemaId, value: read, unknownFields } as Decoding<Topic>;
    },

    define(schema) {
      writers.review(own.define(schema));
    },

    schemaOf: (recordName) => own.get(recordName).schema,
  };
}

/** Distinguishes "could not be read" from whatever a record may be. */
const NOT_READ = Symbol('not read');

/** The record that fills the bytes from the offset to their end exactly. */
function readWhole(type: Type, bytes: Buffer, offset: number, resolver?: ReturnType<Type['createResolver']>): unknown {
  try {
    const read: { value: unknown; offset: number } = type.decode(bytes, offset, resolver);
    return read.offset === bytes.length ? read.value : NOT_READ;
  } catch {
    return NOT_READ;
  }
}

function refused(
  code: RefusedValue['code'],
  schemaId: number | null,
  fieldPaths: readonly string[] = [],
): RefusedValue {
  return { kind: 'refused', code, fieldPaths, schemaId };
}

function assertDeclared(recordName: string, type: Type, value: unknown): void {
  const fields = misfits(type, value, { noUndeclaredFields: true });
  if (fields.length > 0) throw unfit(recordName, fields);
}

function unfit(record: string, fields: readonly string[]): FulfilmentError {
  return new FulfilmentError('UNEXPECTED', { place: 'encode', record, fields: fields.join(', ') });
}
