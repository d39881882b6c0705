// Puts intake together: the only file that names its concrete parts.
import { topics } from '#schemas/generated/topics';
import { createSealDeadLetters } from '#shared/dead-letters/seal-dead-letters';
import { createIngressKeeper } from '#shared/kafka/ingress-keeper';
import type { Platform } from '#shared/platform/platform';
import type { Service } from '#shared/platform/service';
import { laneService } from '#shared/platform/lane-service';
import { compose } from '#shared/runtime/compose';
import type { Component } from '#shared/runtime/component';
import type { Metrics } from '#shared/telemetry/metrics';
import { createIntakeFlow } from './flow.js';
import { createMongoEarlyEvents } from './store/mongo-early-events.js';

export function createIntakeService(platform: Platform, metrics: Metrics): Component<Service> {
  return compose('intake', async (use) => {
    const { codec, vault, refs, policy, clock, topicName } = platform;
    const eventsTopic = topicName(topics.ordersEvents.name);
    await codec.prepare([
      topics.ordersEvents,
      topics.ordersFacts,
      topics.ordersSealed,
      topics.erasureReceipts,
      topics.intakeDeadLetters,
    ]);
    const early = await createMongoEarlyEvents(platform.database, platform.realClock);
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
      policy,
      clock,
      early,
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
        ingress.committed(records);
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
      }),
    );
  });
}
