// Everything the check compares: the policy, the schemas, the topics, the sentences. Read once, checked as plain data.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { carrierTopics, thirdPartyTopics, type TopicHandle, topics } from '#schemas/generated/topics';
import type { Policy } from '../policy.js';
import { shipmentSchema } from '../shipment-schema.js';
import { recordsOf, type SchemaRecord } from './schema-fields.js';

export interface HouseTopic {
  readonly name: string;
  readonly recordNames: readonly string[];
  readonly readers: readonly string[];
  readonly cleanup: 'compact' | 'delete';
  /** Null: not deleted by time. -1: kept for ever. */
  readonly retentionMs: number | null;
  readonly plaintext: boolean;
}

export interface House {
  readonly policy: Policy;
  readonly records: ReadonlyMap<string, SchemaRecord>;
  readonly topics: readonly HouseTopic[];
  readonly carrierIds: readonly string[];
}

/** Third parties are registered while everything runs, and all have the same topic: one of them stands for all. */
export const ANY_THIRD_PARTY = 'any';

/** @param root folder of the repository. The schemas of carriers are those the policy gives. @throws what reading a file throws */
export function readHouse(root: string, policy: Policy): House {
  const carrierIds = [...policy.carriers.keys()];
  const files = readdirSync(path.join(root, 'schemas'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.avsc'))
    .map((file) => file.split(path.sep).join('/'))
    // Released versions are copies of the past; they are checked when they are released.
    .filter((file) => !file.startsWith('released/') && !file.startsWith('generated/'))
    .sort();
  const schemas = files.flatMap((file) => {
    const source = `schemas/${file}`;
    return recordsOf(JSON.parse(readFileSync(path.join(root, source), 'utf8')), source);
  });
  const released = carrierIds.flatMap((id) => recordsOf(shipmentSchema(policy, id), `allow-lists of ${id}`));
  const ofCarriers = carrierIds.flatMap((id): TopicHandle[] => {
    const { shipments, statuses } = carrierTopics(id);
    return [shipments, statuses];
  });
  const { disclosures } = thirdPartyTopics(ANY_THIRD_PARTY);
  const all: readonly TopicHandle[] = [...Object.values(topics), ...ofCarriers, disclosures];
  return {
    policy,
    records: new Map([...schemas, ...released].map((record) => [record.fullName, record])),
    topics: all.map(({ name, recordNames, readers, cleanup, settings, plaintext }) => {
      const retention = settings.default['retention.ms'];
      return {
        name,
        recordNames,
        readers,
        cleanup,
        plaintext,
        retentionMs: retention === undefined ? null : Number(retention),
      };
    }),
    carrierIds,
  };
}
