// Puts fraud together: the only file that names its concrete parts. One consumer with one lane: one instance observes and assesses, and others stand by.
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

/** Name of the consumer: group id and transactional id are made of it, so it never changes. */
const FRAUD_CONSUMER = 'fraud';

/** Behind transactions of others, and carriers wait for the word: nothing gathers for long. */
const PACE = 'handed-on';
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
    const listsTopic = topicName(topics.fraudLists.name);
    const observed = metrics.counter('fraud_signals_total', 'Signals of orders and accounts, by what became of them', [
      'outcome',
    ]);
    const assessed = metrics.counter('fraud_assessments_total', 'Assessments, by verdict', ['outcome']);
    const isAwaited = all.participants.includes(FRAUD_PARTICIPANT);
    const receipts = isAwaited ? createReceipts({ codec, topicName, clock }) : NO_RECEIPTS;
    const accounts = await composeSignIns(use, platform, {
      service: FRAUD_CONSUMER,
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
    const assessor = createAssessor({
      codec,
      clock,
      topicName,
      rules: rules.current,
      receipts,
      openOrderId: platform.fraudSeal.open,
      observe: accounts.withOthers(observer),
      logs: {
        observations: createPartitionReader(kafka, topicName(topics.fraudObservations.name)),
        signIns: createPartitionReader(kafka, topicName(topics.fraudSignIns.name)),
        lists: createPartitionReader(kafka, listsTopic),
      },
      signInClocks: () => signInClocks(policy.current()),
      keepMs: () => keepMs(policy.current()),
      onAssessed: (verdict, _, count) => assessed.inc({ outcome: verdict }, count),
    });
    const consumer = await use(
      laneService(
        platform,
        metrics,
        {
          service: FRAUD_CONSUMER,
          isOneLane: true,
          inputs: [
            {
              topic: topicName(topics.ordersSealed.name),
              layout: 'by-category',
              categoryIndexes: [SEALED_CATEGORIES.indexOf('signals')],
            },
            { topic: topicName(topics.erasureRequests.name), layout: 'by-lane' },
            { topic: topicName(topics.fraudDecisions.name), layout: 'by-lane' },
            { topic: listsTopic, layout: 'single' },
            ...accounts.inputs,
          ],
          handler: assessor.handler,
          tick: { everyMs: FORGET_EVERY_MS, run: () => assessor.forget() },
          onAssigned: (_lane, positions) =>
            assessor.onAssigned(positions.find(({ topic }) => topic === listsTopic)?.offset ?? 0),
          onCommitted: (_lane, positions) => accounts.committed(positions),
        },
        PACE,
      ),
    );
    const done = Promise.race([consumer.done, rulesDone]);
    done.catch(() => undefined);
    return {
      name: 'fraud',
      ready: consumer.ready,
      done,
      checks: consumer.checks,
    };
  });
}
