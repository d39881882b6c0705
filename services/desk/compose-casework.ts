// Puts together what analysts work with: the cases that the desk follows, and the way of a decision to its topic.
import { randomUUID } from 'node:crypto';
import { topics } from '#schemas/generated/topics';
import type { LaneInput } from '#shared/kafka/ports';
import type { UnitHandler } from '#shared/pipeline/unit';
import type { Platform } from '#shared/platform/platform';
import { lane } from '#shared/refs/lane';
import type { Use } from '#shared/runtime/compose';
import { decisionSender } from './adapters/decision-sender.js';
import type { FraudOperations } from './api/routes/fraud-route.js';
import { type CaseworkDeps, decideCase, mayWorkCases, openCase, queueOfCases } from './steps/casework.js';
import { createFraudFlow } from './steps/follow-fraud.js';
import type { CaseStore } from './store/case-store.js';
import { createMongoCaseStore } from './store/mongo-case-store.js';
import type { ViewLog } from './store/view-log.js';

export interface Casework {
  readonly cases: CaseStore;
  readonly operations: FraudOperations;
  readonly inputs: readonly LaneInput[];
  readonly follow: UnitHandler;
}

export async function composeCasework(use: Use, platform: Platform, views: ViewLog): Promise<Casework> {
  const { kafka, codec, topicName, policy, clock, realClock } = platform;
  await codec.prepare([topics.fraudAssessments]);
  const cases = await createMongoCaseStore(platform.database);
  const publish = await use(decisionSender(kafka, codec, topicName, lane));
  const deps: CaseworkDeps = {
    codec,
    cases,
    views,
    policy,
    clock,
    machineClock: realClock,
    nextId: randomUUID,
    publish,
  };
  return {
    cases,
    operations: {
      isAllowed: () => mayWorkCases(deps),
      queue: (asked) => queueOfCases(deps, asked),
      open: (orderRef, by) => openCase(deps, orderRef, by),
      decide: (ruling) => decideCase(deps, ruling),
    },
    inputs: [topics.fraudAssessments, topics.fraudDecisions, topics.fraudClaims].map(({ name }) => ({
      topic: topicName(name),
      layout: 'by-lane',
    })),
    follow: createFraudFlow({ codec, cases, topicName }),
  };
}
