// Progress of narrowing in MongoDB, collection `carriers.narrowing`: { _id: `lane-N`, policyVersion }.
import type { Collection, Db } from 'mongodb';
import type { NarrowingProgress } from './narrowing-progress.js';

interface ProgressDocument {
  readonly _id: string;
  readonly policyVersion: number;
}

export function createMongoNarrowingProgress(database: Db): NarrowingProgress {
  const lanes: Collection<ProgressDocument> = database.collection('carriers.narrowing');
  return {
    versionOf: async (lane) => (await lanes.findOne({ _id: idOf(lane) }))?.policyVersion ?? null,
    reach: async (lane, version) => {
      await lanes.updateOne({ _id: idOf(lane) }, { $max: { policyVersion: version } }, { upsert: true });
    },
  };
}

function idOf(lane: number): string {
  return `lane-${lane}`;
}
