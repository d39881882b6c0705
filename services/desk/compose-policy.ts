// Puts together what a privacy officer keeps the policy with: drafts, publishing, and what a narrower version did.
import { randomUUID } from 'node:crypto';
import type { PolicyVersion } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { LaneInput } from '#shared/kafka/ports';
import { openPartitionLog } from '#shared/kafka/partition-log';
import type { UnitHandler } from '#shared/pipeline/unit';
import type { Platform } from '#shared/platform/platform';
import { judgeDraft } from '#shared/policy-versions/draft';
import { publishVersion } from '#shared/policy-versions/publish-version';
import { versionOfProgram } from '#shared/policy-versions/version-archive';
import { repositoryRoot } from '#shared/policy/read-policy-file';
import type { DraftOperations } from './api/routes/draft-route.js';
import { type DraftDeps, draftPolicy, publishDraft } from './steps/draft-policy.js';
import { createParcelsFlow } from './steps/follow-parcels.js';
import { createMongoParcelShelf } from './store/mongo-parcel-shelf.js';
import type { ParcelShelf } from './store/parcel-shelf.js';
import type { ViewLog } from './store/view-log.js';

const NARROWED_SHOWN = 100;

export interface PolicyKeeping {
  readonly parcels: ParcelShelf;
  readonly operations: DraftOperations;
  readonly inputs: readonly LaneInput[];
  readonly follow: UnitHandler;
}

export async function composePolicy(
  platform: Platform,
  versions: () => Promise<readonly PolicyVersion[]>,
  views: ViewLog,
): Promise<PolicyKeeping> {
  const { kafka, codec, topicName, prefix, realClock } = platform;
  const parcels = await createMongoParcelShelf(platform.database, () => realClock.nowMs());
  const topic = topicName(topics.policyVersions.name);
  const deps: DraftDeps = {
    versions,
    judge: (text, inForce) => judgeDraft(repositoryRoot(), text, inForce),
    parcels,
    views,
    publish: async (version) => {
      await codec.prepare([topics.policyVersions]);
      const log = await openPartitionLog(kafka, topic, 0);
      try {
        await publishVersion({ kafka, log, codec, topic, prefix }, version, versionOfProgram());
      } finally {
        await log.close();
      }
    },
    clock: realClock,
    nextId: randomUUID,
  };
  return {
    parcels,
    operations: {
      inForce: async () => {
        const { version, text } = (await versions()).at(-1) as PolicyVersion;
        return { version, text };
      },
      draft: (asked) => draftPolicy(deps, asked),
      publish: (asked, confirmed, by) => publishDraft(deps, asked, confirmed, by),
      narrowed: () => parcels.narrowed(NARROWED_SHOWN),
    },
    // Erasure requests are followed for the orders on the shelf already.
    inputs: [topics.shipmentsProgress, topics.shipmentsNarrowed].map(({ name }) => ({
      topic: topicName(name),
      layout: 'by-lane',
    })),
    follow: createParcelsFlow({ codec, parcels, topicName }),
  };
}
