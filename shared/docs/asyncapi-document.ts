// The AsyncAPI 3 document of the broker, made of the catalogue of topics, the schemas and the policy: it is true because what runs is made
// of the same.
import { type SchemaJson, schemas } from '#schemas/generated/schemas';
import { carrierTopics, thirdPartyTopics, type TopicHandle, topics } from '#schemas/generated/topics';
import type { Policy } from '#shared/policy/policy';
import { shipmentSchema, shipmentSchemaName } from '#shared/policy/shipment-schema';
import type {
  AsyncApiChannel,
  AsyncApiDocument,
  AsyncApiMessage,
  AsyncApiOperation,
  Reference,
} from './asyncapi-types.js';

const AVRO = 'application/vnd.apache.avro;version=1.9.0';
const TOMBSTONE = 'Tombstone';
/** Actors who are neither services of the broker nor its operators; carriers beside them. */
const OUTSIDE = ['order-service', 'warehouse', 'participant'];

/** A topic and the records on it; a carrier's shipments are there in two forms. */
interface Row {
  readonly topic: TopicHandle;
  readonly recordNames: readonly string[];
  /** A part of its name that each of those who have one replaces. */
  readonly parameter?: string;
}

export function asyncApiDocument(policy: Policy, version: string): AsyncApiDocument {
  const rows = rowsOf(policy);
  const names = [...new Set(rows.flatMap(({ recordNames }) => recordNames))].sort();
  return {
    asyncapi: '3.0.0',
    id: 'urn:fulfilment:data-broker',
    info: {
      title: 'Fulfilment data broker',
      version,
      description:
        'Topics, records and who may touch them. Values are Avro in the Confluent wire format: a zero byte, four bytes of schema id, the record. ' +
        'A null value is a tombstone: whoever stored something under its key deletes it. Records with the key `~hb` are heartbeats and mean nothing.',
    },
    defaultContentType: 'application/vnd.apache.avro',
    servers: {
      kafka: {
        host: '{host}',
        protocol: 'kafka-secure',
        description: 'Every outsider has a login of its own, which sees its own topics and nothing else.',
        variables: { host: { default: 'localhost:9092', description: 'KAFKA_BROKERS' } },
        security: [{ $ref: '#/components/securitySchemes/scram' }],
        bindings: {
          kafka: {
            schemaRegistryUrl: 'http://localhost:8080/apis/ccompat/v7',
            schemaRegistryVendor: 'apicurio',
            bindingVersion: '0.5.0',
          },
        },
      },
    },
    channels: Object.fromEntries(rows.map((row) => [row.topic.name, channelOf(row)])),
    operations: Object.fromEntries(rows.flatMap(operationsOf)),
    components: {
      messages: {
        ...Object.fromEntries(names.map((name) => [name, messageOf(name, schemaOf(policy, name))])),
        [TOMBSTONE]: tombstone(),
      },
      securitySchemes: {
        scram: { type: 'scramSha256', description: 'SCRAM-SHA-256; librdkafka from 2.6.1 on.' },
      },
    },
  };
}

function rowsOf(policy: Policy): readonly Row[] {
  const fixed = Object.values(topics).map((topic): Row => ({ topic, recordNames: topic.recordNames }));
  const ofCarriers = [...policy.carriers.keys()].flatMap((id): Row[] => {
    const { shipments, sealedShipments, statuses } = carrierTopics(id);
    return [
      { topic: shipments, recordNames: [...shipments.recordNames, ...sealedShipments.recordNames] },
      { topic: statuses, recordNames: statuses.recordNames },
    ];
  });
  return [...fixed, ...ofCarriers, thirdParty()];
}

/** Third parties are registered while everything runs, and all have the same topic. */
function thirdParty(): Row {
  const { disclosures } = thirdPartyTopics('any');
  const named = (text: string): string => text.replace('any', 'ID');
  const topic = { ...disclosures, name: named(disclosures.name), readers: disclosures.readers.map(named) };
  return { topic, recordNames: topic.recordNames, parameter: 'ID' };
}

function channelOf({ topic, recordNames, parameter }: Row): AsyncApiChannel {
  const { name, doc, key, owner, writers, readers, layout, partitions, plaintext, settings } = topic;
  return {
    address: parameter === undefined ? name : name.replace(parameter, `{${parameter}}`),
    ...(parameter === undefined
      ? {}
      : { parameters: { [parameter]: { description: 'The name under which the third party is registered.' } } }),
    title: name,
    description: doc,
    servers: [{ $ref: '#/servers/kafka' }],
    messages: Object.fromEntries(messageNames({ topic, recordNames }).map((message) => [message, messageRef(message)])),
    tags: [{ name: isOutside(topic) ? 'outside' : 'inside' }],
    bindings: {
      kafka: { topic: name, partitions, topicConfiguration: configuration(settings.default), bindingVersion: '0.5.0' },
    },
    'x-fulfilment': { key, owner, writers, readers, layout, plaintext },
  };
}

/** The settings that the binding knows, as its types want them. */
function configuration(settings: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const known: Record<string, unknown> = { 'cleanup.policy': [settings['cleanup.policy'] ?? 'delete'] };
  for (const name of ['retention.ms', 'delete.retention.ms', 'max.message.bytes']) {
    if (settings[name] !== undefined) known[name] = Number(settings[name]);
  }
  return known;
}

function operationsOf(row: Row): readonly (readonly [string, AsyncApiOperation])[] {
  const { topic } = row;
  const common = {
    channel: { $ref: `#/channels/${topic.name}` },
    messages: messageNames(row).map((message) => ({ $ref: `#/channels/${topic.name}/messages/${message}` })),
    tags: [{ name: isOutside(topic) ? 'outside' : 'inside' }],
  };
  const said = (action: 'send' | 'receive', actors: readonly string[]): AsyncApiOperation => ({
    action,
    title: `${action === 'receive' ? 'Written' : 'Read'} by ${actors.join(', ')}`,
    summary: topic.doc,
    ...common,
  });
  return [
    [`receive.${topic.name}`, said('receive', topic.writers)],
    [`send.${topic.name}`, said('send', topic.readers)],
  ];
}

function messageNames({ topic, recordNames }: Row): readonly string[] {
  return topic.cleanup === 'compact' ? [...recordNames, TOMBSTONE] : recordNames;
}

function messageRef(name: string): Reference {
  return { $ref: `#/components/messages/${name}` };
}

function messageOf(name: string, schema: SchemaJson): AsyncApiMessage {
  const { doc } = schema as { readonly doc: string };
  return {
    name,
    title: titleOf(name),
    summary: doc,
    contentType: 'application/vnd.apache.avro',
    payload: { schemaFormat: AVRO, schema },
    bindings: { kafka: { schemaIdLocation: 'payload', schemaIdPayloadEncoding: 'confluent', bindingVersion: '0.5.0' } },
  };
}

/** `Shipment`; of one carrier, `Shipment (swiftpost)`. */
function titleOf(name: string): string {
  const [, , carrier, record] = name.split('.');
  return record === undefined ? (name.split('.').at(-1) ?? name) : `${record} (${carrier})`;
}

function tombstone(): AsyncApiMessage {
  const text = (description: string) => ({ type: 'string', description }) as const;
  return {
    name: TOMBSTONE,
    title: 'Tombstone',
    summary:
      'A record without a value: delete what you stored under its key. No personal data, neither in the key nor in the headers.',
    payload: { type: 'null' },
    headers: {
      type: 'object',
      properties: {
        'erasure-id': text('The erasure it belongs to; absent where a parcel is only withdrawn.'),
        reason: text('Why it was deleted.'),
        'policy-version': text('Policy version it was deleted under.'),
      },
    },
  };
}

function schemaOf(policy: Policy, name: string): SchemaJson {
  const carrier = [...policy.carriers.keys()].find((id) => shipmentSchemaName(id) === name);
  if (carrier !== undefined) return shipmentSchema(policy, carrier) as unknown as SchemaJson;
  const versions = (schemas as Readonly<Record<string, readonly { readonly schema: SchemaJson }[]>>)[name];
  const newest = versions?.at(-1);
  if (newest === undefined) throw new RangeError(`no schema of ${name}`);
  return newest.schema;
}

function isOutside({ writers, readers }: TopicHandle): boolean {
  return [...writers, ...readers].some(
    (actor) => OUTSIDE.includes(actor) || /^(?:carrier|authorised-third-party)\./.test(actor),
  );
}
