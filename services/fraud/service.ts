// Puts fraud together: the only file that names its concrete parts. Two consumers, each with a group of its own: one instance observes, and
// whoever has the one partition of observations assesses.
import { SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import { loadConfig } from '#shared/config/load';
import { PARTICIPANTS } from '#shared/config/participants';
import { createPartitionReader } from '#shared/kafka/partition-reader';
import { laneService } from '#shared/platform/lane-service';
import type { Platform } from '#shared/platform/platform';
import type { Service } from '#shared/platform/service';
import type { Component } from '#shared/runtime/component';
import { compose } from '#shared/runtime/compose';
import type { Metrics } from '#shared/telemetry/metrics';
import { followRules } from './adapters/published-rules.js';
import { signalLists } from './adapters/signal-lists.js';
import { watchedFile } from './adapters/watched-files.js';
import { FRAUD_SERVICE, type FraudConfig, OWN_RULES } from './config.js';
import type { RuleSet } from './domain/verdict.js';
import { readRuleSet } from './rule-sets/parse-rule-set.js';
import { createAssessor } from './steps/assess-orders.js';
import { keepMs, signInClocks } from './steps/keep-ms.js';
import { createReceipts, FRAUD_PARTICIPANT, NO_RECEIPTS } from './steps/receipts.js';
import { createObserveOrders } from './steps/observe-orders.js';
import { composeSignIns } from './compose-sign-ins.js';

/** Names of the consumers: group ids and transactional ids are made of them, so they never change. */
export const FRAUD_CONSUMERS = { observe: 'fraud', assess: 'fraud-assessor' } as const;

/** Behind transactions of others, and carriers wait for the word: nothing gathers for long, and nothing at all where one partition is read. */
const OBSERVING_PACE = 'handed-on';
const ASSESSING_PACE = 'at-once';
const RULES_EVERY_MS = 500;
const FORGET_EVERY_MS = 3_600_000;

/** @param changes what differs from the configuration of the environment, for tests */
export function createFraudService(
  platform: Platform,
  metrics: Metrics,
  changes: Partial<FraudConfig> = {},
): Component<Service> {
  return compose('fraud', async (use) => {
    const { codec, vault, policy, clock, topicName, logger, kafka } = platform;
    const { fraud, all } = loadConfig({ fraud: FRAUD_SERVICE, all: PARTICIPANTS });
    const config = { ...fraud, ...changes };
    await codec.prepare([topics.ordersSealed, topics.erasureReceipts]);
    await codec.prepare([topics.fraudObservations, topics.fraudAssessments, topics.fraudFlags]);
    const lists = await use(
      signalLists({ directory: config.listsDirectory, staleAfterMs: config.listsStaleAfterMs, clock, logger }),
    );
    const ofFile = await use(
      watchedFile<RuleSet>({
        name: 'fraud-rules',
        path: config.rulesFile ?? OWN_RULES,
        everyMs: RULES_EVERY_MS,
        read: (text) => readRuleSet(text).ruleSet,
        onChange: (outcome, err) => {
          if (outcome === 'loaded') logger.info({ component: 'fraud-rules' }, 'rule set in force');
          else
            logger.warn(
              { component: 'fraud-rules', err },
              'the rule set cannot be used; the one before stays in force',
            );
        },
      }),
    );
    const { rules, done: rulesDone } = await use(
      followRules({ kafka, codec, topic: topicName(topics.fraudRuleSets.name) }, ofFile.current),
    );
    const observations = createPartitionReader(kafka, topicName(topics.fraudObservations.name));
    const entityLists = createPartitionReader(kafka, topicName(topics.fraudLists.name));
    const signIns = createPartitionReader(kafka, topicName(topics.fraudSignIns.name));
    const observed = metrics.counter('fraud_signals_total', 'Signals of orders and accounts, by what became of them', [
      'outcome',
    ]);
    const assessed = metrics.counter('fraud_assessments_total', 'Assessments, by verdict', ['outcome']);
    const isAwaited = all.participants.includes(FRAUD_PARTICIPANT);
    const receipts = isAwaited ? createReceipts({ codec, topicName, clock }) : NO_RECEIPTS;
    const assessor = createAssessor({
      codec,
      clock,
      topicName,
      rules: rules.current,
      receipts,
      openOrderId: platform.fraudSeal.open,
      readLog: () => observations.all(),
      readLists: () => entityLists.all(),
      readSignIns: () => signIns.all(),
      signInClocks: () => signInClocks(policy.current()),
      keepMs: () => keepMs(policy.current()),
      onAssessed: (verdict, _, count) => assessed.inc({ outcome: verdict }, count),
    });
    const accounts = await composeSignIns(use, platform, {
      service: FRAUD_CONSUMERS.observe,
      participants: all.participants,
      sources: { ...lists.sources, hash: platform.fraudHash },
      onObserved: (outcome, count) => observed.inc({ outcome }, count),
    });
    const observer = createObserveOrders({
      codec,
      vault,
      policy,
      topicName,
      sources: { ...lists.sources, hash: platform.fraudHash },
      receipts,
      sealOrderId: platform.fraudSeal.seal,
      listVersions: lists.versions,
      onObserved: (outcome, count) => observed.inc({ outcome }, count),
    });
    const assessing = await use(
      laneService(
        platform,
        metrics,
        {
          service: FRAUD_CONSUMERS.assess,
          inputs: [
            { topic: topicName(topics.fraudObservations.name), layout: 'single' },
            { topic: topicName(topics.fraudLists.name), layout: 'single' },
            { topic: topicName(topics.fraudSignIns.name), layout: 'single' },
          ],
          handler: assessor.handler,
          tick: {
            everyMs: FORGET_EVERY_MS,
            run: (lane) => (lane === 0 ? assessor.forget() : Promise.resolve({ outputs: [] })),
          },
          onAssigned: (lane) => (lane === 0 ? assessor.onAssigned() : Promise.resolve()),
        },
        ASSESSING_PACE,
      ),
    );
    const observing = await use(
      laneService(
        platform,
        metrics,
        {
          service: FRAUD_CONSUMERS.observe,
          isOneLane: true,
          inputs: [
            {
              topic: topicName(topics.ordersSealed.name),
              layout: 'by-category',
              categoryIndexes: [SEALED_CATEGORIES.indexOf('signals')],
            },
            { topic: topicName(topics.erasureRequests.name), layout: 'by-lane' },
            { topic: topicName(topics.fraudDecisions.name), layout: 'by-lane' },
            ...accounts.inputs,
          ],
          handler: accounts.withOthers(observer),
          onCommitted: (_lane, positions) => accounts.committed(positions),
        },
        OBSERVING_PACE,
      ),
    );
    const done = Promise.race([assessing.done, observing.done, rulesDone]);
    done.catch(() => undefined);
    return {
      name: 'fraud',
      ready: Promise.all([assessing.ready, observing.ready]).then(() => undefined),
      done,
      checks: { ...assessing.checks, ...observing.checks },
    };
  });
}
