// Checks schemas/catalogue.yaml: known keys only, and the rules that hold between the columns of a row.
import { parse } from 'yaml';
import { z } from 'zod';
import { parseDuration } from '#shared/domain/duration';

const Duration = z.string().transform(durationMs);
const Settings = z.record(z.string().regex(/^[a-z]+(\.[a-z]+)+$/), z.number().min(0));
const Profile = z.strictObject({
  doc: z.string().endsWith('.'),
  promise: Duration,
  heartbeat: Duration,
  broker: Settings,
  compacted: Settings,
  deleted: Settings,
});
const Actor = z.string().regex(/^([a-z-]+|(carrier|authorised-third-party)\.<id>|<service>)$/);
const Topic = z.strictObject({
  name: z.string().regex(/^([a-z-]+|<id>|<service>)(\.([a-z-]+|<id>))+$/),
  /** The services a `<service>` in the name stands for. */
  expand: z.array(z.string()).min(1).optional(),
  doc: z.string().endsWith('.'),
  key: z.enum([
    'orderId',
    'orderRef',
    'orderRef/category',
    'shipmentRef',
    'erasureId',
    'policy',
    'ruleSet',
    'entryId',
    'size',
    'participant',
    'carrierId',
    'keyId',
    'reference',
    'noticeId',
    'customerId',
    'signInRef',
    'version',
    'orderRef or source position',
  ]),
  records: z.array(z.string()).min(1),
  /** The record that takes the place of the one above for carriers in sealed mode. */
  sealedAs: z.string().optional(),
  owner: Actor,
  writers: z.array(Actor).min(1),
  /** Why others than the owner write where a partition is somebody's own; tombstones come from the owner alone all the same. */
  sharedBecause: z.string().min(10).optional(),
  readers: z.array(Actor).min(1),
  layout: z.enum(['by-lane', 'by-category', 'any-lane', 'single']),
  partitions: z.int().min(1),
  cleanup: z.enum(['compact', 'delete']),
  /** How long a `delete` topic keeps records; null for ever; absent for compacted topics. */
  retention: z
    .string()
    .transform((text, context) => (text === 'forever' ? null : durationMs(text, context)))
    .optional(),
  maxMessageBytes: z.int().min(1).optional(),
  /** True where records may hold personal data in plain: the only places where bytes must go by a deadline. */
  plaintext: z.boolean().default(false),
  heartbeat: z.boolean().default(false),
  compatibility: z.literal('BACKWARD').default('BACKWARD'),
});
const Catalogue = z.strictObject({
  lanes: z.int().min(1),
  sealedCategories: z.array(z.string()).min(1),
  profiles: z.strictObject({ default: Profile, fast: Profile }),
  topics: z.array(Topic).min(1),
});

export type CatalogueTopic = z.infer<typeof Topic>;
export type CatalogueProfile = z.infer<typeof Profile>;
export type Catalogue = z.infer<typeof Catalogue>;

/**
 * @param text the YAML
 * @param recordNames full names of the records there are; those with `<id>` are generated from the policy
 * @throws Error that names every violation
 */
export function parseCatalogue(text: string, recordNames: ReadonlySet<string>): Catalogue {
  const parsed = Catalogue.safeParse(parse(text));
  if (!parsed.success) throw new Error(`catalogue.yaml: ${z.prettifyError(parsed.error)}`);
  const catalogue = parsed.data;
  const violations = catalogue.topics.flatMap((topic) => violationsOf(topic, catalogue, recordNames));
  const names = catalogue.topics.map(({ name }) => name);
  violations.push(...names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${name} is listed twice`));
  if (violations.length > 0) throw new Error(`catalogue.yaml: ${violations.join('; ')}`);
  return catalogue;
}

function violationsOf(topic: CatalogueTopic, catalogue: Catalogue, recordNames: ReadonlySet<string>): string[] {
  const { name, layout, partitions, cleanup, retention } = topic;
  const found: string[] = [];
  const partitionsOfLayout = {
    'by-lane': catalogue.lanes,
    'by-category': catalogue.lanes * catalogue.sealedCategories.length,
    'any-lane': partitions,
    single: 1,
  }[layout];
  if (partitions !== partitionsOfLayout) found.push(`${name} is ${layout}: it needs ${partitionsOfLayout} partitions`);
  if ((cleanup === 'delete') !== (retention !== undefined)) {
    found.push(`${name}: retention belongs to topics with cleanup delete, and each of them has one`);
  }
  if (topic.plaintext && !topic.heartbeat)
    found.push(`${name} holds plaintext: without a heartbeat it is never erased`);
  if (name.includes('<service>') !== (topic.expand !== undefined)) found.push(`${name}: expand goes with <service>`);
  const isOwnersAlone = topic.writers.length === 1 && topic.writers[0] === topic.owner;
  if (layout !== 'any-lane' && !isOwnersAlone && topic.sharedBecause === undefined) {
    found.push(`${name} is ${layout}: only its owner can write there`);
  }
  if (isOwnersAlone && topic.sharedBecause !== undefined) found.push(`${name} is shared with nobody: no reason is due`);
  if (topic.sealedAs !== undefined && !name.includes('<id>')) found.push(`${name}: sealedAs is for topics of carriers`);
  for (const record of [...topic.records, ...(topic.sealedAs === undefined ? [] : [topic.sealedAs])]) {
    if (!record.includes('<id>') && !recordNames.has(record)) found.push(`${name}: ${record} has no .avsc file`);
  }
  return found;
}

function durationMs(text: string, context: z.RefinementCtx): number {
  const parsed = parseDuration(text);
  if (parsed !== null && parsed > 0) return parsed;
  context.addIssue(`${text} is not an ISO 8601 duration such as P7D or PT10S`);
  return z.NEVER;
}
