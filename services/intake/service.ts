// Puts intake together: the only file that names its concrete parts.
import { topics } from '#schemas/generated/topics';
import { createSealDeadLetters } from '#shared/dead-letters/seal-dead-letters';
import { createKeyAnnouncer } from '#shared/ingress-keys/key-announcer';
import { createIngressKeeper } from '#shared/kafka/ingress-keeper';
import type { Platform } from '#shared/platform/platform';
import type { Service } from '#shared/platform/service';
import { laneService } from '#shared/platform/lane-service';
import { compose } from '#shared/runtime/compose';
import type { Component } from '#shared/runtime/component';
import type { Metrics } from '#shared/telemetry/metrics';
import { createBlockOpener } from './adapters/block-opener.js';
import { createIntakeFlow } from './flow.js';
import { createMongoEarlyEvents } from './store/mongo-early-events.js';

/** How soon a key made by command is announced. */
const LOOK_FOR_KEYS_MS = 2_000;

export function createIntakeService(platform: Platform, metrics: Metrics): Component<Service> {
  return compose('intake', async (use) => {
    const { codec, vault, refs, policy, clock, topicName, ingressKeys, ingressGraceMs } = platform;
    const eventsTopic = topicName(topics.ordersEvents.name);
    await codec.prepare([
      topics.ordersEvents,
      topics.ordersFacts,
      topics.ordersSealed,
      topics.ordersIngressKeys,
      topics.erasureReceipts,
      topics.intakeDeadLetters,
    ]);
    const early = await createMongoEarlyEvents(platform.database, platform.realClock);
    await use(
      createKeyAnnouncer({
        kafka: platform.kafka,
        keys: ingressKeys,
        codec,
        topicName,
        clock: platform.realClock,
        graceMs: ingressGraceMs,
        retentionMs: Number(topics.ordersEvents.settings.default['retention.ms']),
        everyMs: LOOK_FOR_KEYS_MS,
      }),
    );
    const ingress = await use(
      createIngressKeeper({
        kafka: platform.kafka,
        topic: eventsTopic,
        heartbeatMs: platform.erasureProfile.heartbeatMs,
        groupId: `${platform.prefix}intake`,
      }),
    );
    const handler = createIntakeFlow({
      codec,
      vault,
      refs,
      hash: platform.fraudHash,
      policy,
      clock,
      early,
      opener: createBlockOpener({ keys: ingressKeys, graceMs: ingressGraceMs }),
      topicName,
      sealDeadLetters: createSealDeadLetters({
        service: 'intake',
        topic: topics.intakeDeadLetters,
        topicName,
        codec,
        vault,
        policy,
        clock,
      }),
      onCommitted: ({ records, published }) => {
        metrics.records.inc({ topic: topics.ordersEvents.name, outcome: 'ok' }, records.length);
        metrics.outputs.inc({ topic: topics.ordersFacts.name }, published);
      },
      onDeadLetters: (refusals) => {
        for (const { code } of refusals) metrics.deadLetters.inc({ code });
      },
      observer: { step: (step, outcome, count) => metrics.steps.inc({ step, outcome }, count) },
    });
    return use(
      laneService(platform, metrics, {
        service: 'intake',
        inputs: [
          { topic: eventsTopic, layout: 'any-lane' },
          { topic: topicName(topics.erasureRequests.name), layout: 'by-lane' },
        ],
        handler,
        onCommitted: (_lane, positions) => ingress.committed(positions),
      }),
    );
  });
}
