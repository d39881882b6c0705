// Writes generated/topics.ts: a typed handle per topic, so that code cannot name a topic that is not in the catalogue.
import type { Catalogue, CatalogueProfile, CatalogueTopic } from './parse-catalogue.js';
import { asStrings, topicSettings } from './topic-settings.js';
import { shortName } from './typescript-types.js';

const HEAD = `// Written by \`npm run generate\` from catalogue.yaml. Do not edit.
import type * as records from './records.js';

/** Deadline by which plaintext is gone from disk after its tombstone or truncation. */
export type DeadlineProfile = 'default' | 'fast';

export type TopicLayout = 'by-lane' | 'by-category' | 'any-lane' | 'single';

/** What the key of a record is. */
export type TopicKey =
  | 'orderId'
  | 'orderRef'
  | 'orderRef/category'
  | 'shipmentRef'
  | 'erasureId'
  | 'policy'
  | 'ruleSet'
  | 'entryId'
  | 'size'
  | 'participant'
  | 'carrierId'
  | 'keyId'
  | 'reference'
  | 'noticeId'
  | 'customerId'
  | 'signInRef'
  | 'version'
  | 'orderRef or source position';

/** Everything there is to know of a topic. \`Value\` and \`Names\` are the types and full names of its records. */
export interface TopicHandle<Name extends string = string, Value = unknown, Names extends string = string> {
  /** Name in the catalogue: what Kafka knows is this behind TOPIC_PREFIX. */
  readonly name: Name;
  readonly doc: string;
  readonly key: TopicKey;
  readonly recordNames: readonly Names[];
  /** \`topic\`: subject \`<topic>-value\`; \`topic-record\`: subject \`<topic>-<namespace>.<Record>\`. */
  readonly subjectStrategy: 'topic' | 'topic-record';
  readonly compatibility: 'BACKWARD';
  readonly owner: string;
  readonly writers: readonly string[];
  readonly readers: readonly string[];
  readonly layout: TopicLayout;
  readonly partitions: number;
  readonly cleanup: 'compact' | 'delete';
  /** True where records may hold personal data in plain. */
  readonly plaintext: boolean;
  /** True where the owner of the deadline sends \`~hb\` per partition, see \`deadlineProfiles\`. */
  readonly heartbeat: boolean;
  /** Topic settings for Kafka, by profile. */
  readonly settings: Readonly<Record<DeadlineProfile, Readonly<Record<string, string>>>>;
  /** Carries the type only; never set. */
  readonly valueType?: Value;
}
`;

export function topicsFile(catalogue: Catalogue): string {
  const fixed = catalogue.topics.filter(({ name }) => !name.includes('<id>')).flatMap(expand);
  const ofCarrier = catalogue.topics.filter(({ name }) => name.startsWith('carriers.<id>.')).flatMap(withSealed);
  const ofThirdParty = catalogue.topics.filter(({ name }) => name.startsWith('third-parties.<id>.'));
  return [
    HEAD,
    'export interface DeadlineSettings {',
    '  readonly doc: string;',
    '  readonly promiseMs: number;',
    '  readonly heartbeatMs: number;',
    '  /** Settings of the broker that the promise needs. */',
    '  readonly broker: Readonly<Record<string, string>>;',
    '}',
    '',
    'export const deadlineProfiles: Readonly<Record<DeadlineProfile, DeadlineSettings>> = {',
    ...Object.entries(catalogue.profiles).map(([name, profile]) => `  ${name}: ${profileLiteral(profile)},`),
    '};',
    '',
    '/** Number of lanes: units of order-wise work, and the partitions of every topic laid out by lane. */',
    `export const LANES = ${catalogue.lanes};`,
    '',
    '/** Partition of a `by-category` topic = index in this list × LANES + lane. */',
    `export const SEALED_CATEGORIES = [${catalogue.sealedCategories.map((id) => `'${id}'`).join(', ')}] as const;`,
    '',
    'export type SealedCategoryId = (typeof SEALED_CATEGORIES)[number];',
    '',
    'export const topics = {',
    ...fixed.map(
      (topic) =>
        `  /** ${topic.doc} */\n  ${camelCase(topic.name)}: ${literal(topic, catalogue)} as ${handleType(topic)},`,
    ),
    '} as const;',
    '',
    '/** The topics of one carrier. Its shipments have a schema generated from the policy, so their values are open records. */',
    'export interface CarrierTopics<Id extends string = string> {',
    ...ofCarrier.map(
      (topic) =>
        `  /** ${topic.isSealed === true ? 'The same topic, its values sealed to the public key of the carrier.' : topic.doc} */\n  readonly ${carrierField(topic)}: ${handleType(topic)};`,
    ),
    '}',
    '',
    '/**',
    ' * @param id carrier id of the policy: lower-case letters and digits, for it is part of topic names and of an Avro namespace',
    ' * @throws RangeError for any other id',
    ' */',
    'export function carrierTopics<Id extends string>(id: Id): CarrierTopics<Id> {',
    "  if (!/^[a-z][a-z0-9]*$/.test(id)) throw new RangeError('a carrier id is lower-case letters and digits');",
    '  return {',
    ...ofCarrier.map((topic) => `    ${carrierField(topic)}: ${literal(topic, catalogue)} as ${handleType(topic)},`),
    '  };',
    '}',
    '',
    '/** The topics of one third party that people may authorise. */',
    'export interface ThirdPartyTopics<Id extends string = string> {',
    ...ofThirdParty.map((topic) => `  /** ${topic.doc} */\n  readonly ${shortName(topic.name)}: ${handleType(topic)};`),
    '}',
    '',
    '/**',
    ' * @param id of the third party: lower-case letters and digits, for it is part of topic names',
    ' * @throws RangeError for any other id',
    ' */',
    'export function thirdPartyTopics<Id extends string>(id: Id): ThirdPartyTopics<Id> {',
    "  if (!/^[a-z][a-z0-9]*$/.test(id)) throw new RangeError('the id of a third party is lower-case letters and digits');",
    '  return {',
    ...ofThirdParty.map(
      (topic) => `    ${shortName(topic.name)}: ${literal(topic, catalogue)} as ${handleType(topic)},`,
    ),
    '  };',
    '}',
    '',
  ].join('\n');
}

/** One row per service where the name has a `<service>`. */
export function expand(topic: CatalogueTopic): readonly CatalogueTopic[] {
  if (topic.expand === undefined) return [topic];
  return topic.expand.map((service) => {
    const put = (text: string): string => text.replaceAll('<service>', service);
    const { name, owner, writers, readers } = topic;
    return { ...topic, name: put(name), owner: put(owner), writers: writers.map(put), readers: readers.map(put) };
  });
}

/** A topic that is delivered in one of two forms has a handle for each: the same topic, another record. */
interface CarrierRow extends CatalogueTopic {
  readonly isSealed?: boolean;
}

function withSealed(topic: CatalogueTopic): readonly CarrierRow[] {
  if (topic.sealedAs === undefined) return [topic];
  return [topic, { ...topic, records: [topic.sealedAs], isSealed: true }];
}

function handleType({ name, records }: CatalogueTopic): string {
  const values = records.map((record) =>
    record.includes('<id>') ? 'Readonly<Record<string, unknown>>' : `records.${shortName(record)}`,
  );
  return `TopicHandle<${text(name)}, ${values.join(' | ')}, ${records.map(text).join(' | ')}>`;

  function text(value: string): string {
    return value.includes('<id>') ? `\`${value.replaceAll('<id>', '${Id}')}\`` : `'${value}'`;
  }
}

function literal(topic: CarrierRow, catalogue: Catalogue): string {
  const { name, doc, key, records, owner, writers, readers, layout, partitions, cleanup, plaintext, heartbeat } = topic;
  const { compatibility } = topic;
  const handle = {
    name,
    doc,
    key,
    recordNames: records,
    subjectStrategy: records.length === 1 && topic.isSealed !== true ? 'topic' : 'topic-record',
    compatibility,
    owner,
    writers,
    readers,
    layout,
    partitions,
    cleanup,
    plaintext,
    heartbeat,
    settings: {
      default: topicSettings(topic, catalogue.profiles.default),
      fast: topicSettings(topic, catalogue.profiles.fast),
    },
  };
  return objectLiteral(handle);
}

/** One property a line; strings with `<id>` become template literals. */
function objectLiteral(properties: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(properties).map(
    ([name, value]) => `    ${name}: ${withCarrierId(JSON.stringify(value))},`,
  );
  return ['{', ...lines, '  }'].join('\n');
}

function withCarrierId(json: string): string {
  return json.replaceAll(/"([^"]*)<id>([^"]*)"/g, (_, before: string, after: string) => `\`${before}\${id}${after}\``);
}

function profileLiteral({ doc, promise, heartbeat, broker }: CatalogueProfile): string {
  return objectLiteral({ doc, promiseMs: promise, heartbeatMs: heartbeat, broker: asStrings(broker) });
}

/** `orders.facts` → `ordersFacts`, `intake.dead-letters` → `intakeDeadLetters`. */
function camelCase(name: string): string {
  return name.replaceAll(/[.-]([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function carrierField({ name, isSealed }: CarrierRow): string {
  const field = shortName(name);
  return isSealed === true ? `sealed${field.charAt(0).toUpperCase()}${field.slice(1)}` : field;
}
