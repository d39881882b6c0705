// Puts carriers together: the only file that names its concrete parts.
import { carrierTopics, SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import { createSealDeadLetters } from '#shared/dead-letters/seal-dead-letters';
import { createHeartbeat } from '#shared/kafka/heartbeat';
import { laneService } from '#shared/platform/lane-service';
import type { Platform } from '#shared/platform/platform';
import type { Service } from '#shared/platform/service';
import { compose } from '#shared/runtime/compose';
import type { Component } from '#shared/runtime/component';
import type { Metrics } from '#shared/telemetry/metrics';
import { createShipmentSealer } from './adapters/shipment-sealer.js';
import { createKafkaShipmentsLog } from './adapters/kafka-shipments-log.js';
import { createCarriersFlow } from './flow.js';
import { createNarrowShipments } from './steps/narrow-shipments.js';
import { createWaitingRoom } from './steps/waiting-room.js';
import { createMongoNarrowingProgress } from './store/mongo-narrowing-progress.js';
import { createMongoShipmentStore } from './store/mongo-shipment-store.js';

/** How soon a lane sees that the policy changed; a look costs nothing while it did not. */
const NARROWING_EVERY_MS = 250;

export function createCarriersService(platform: Platform, metrics: Metrics): Component<Service> {
  return compose('carriers', async (use) => {
    const { codec, vault, refs, policy, clock, topicName, logger } = platform;
    const carrierIds = [...policy.current().carriers.keys()];
    const ofCarriers = carrierIds.map((id) => carrierTopics(id));
    await codec.prepare([
      topics.warehousePicks,
      topics.shipmentsProgress,
      topics.erasureReceipts,
      topics.carriersDeadLetters,
      ...ofCarriers.flatMap(({ shipments, sealedShipments, statuses }) => [shipments, sealedShipments, statuses]),
    ]);
    const store = await createMongoShipmentStore(platform.database);
    const waitingRoom = createWaitingRoom({
      codec,
      store,
      onForgetFailed: (err) => logger.warn({ err }, 'a waiting order stays in the store until the next start'),
    });
    const carrierOfTopic = new Map(carrierIds.map((id) => [topicName(carrierTopics(id).statuses.name), id]));
    const handler = createCarriersFlow({
      codec,
      vault,
      refs,
      policy,
      clock,
      store,
      sealer: createShipmentSealer({ clock: platform.realClock }),
      waitingRoom,
      topicName,
      carrierOf: (topic) => carrierOfTopic.get(topic),
      sealDeadLetters: createSealDeadLetters({
        service: 'carriers',
        topic: topics.carriersDeadLetters,
        topicName,
        codec,
        vault,
        policy,
        clock,
      }),
      onDeadLetters: (refusals) => {
        for (const { code } of refusals) metrics.deadLetters.inc({ code });
      },
      onReleased: (orders) => metrics.outputs.inc({ topic: 'carriers.shipments' }, orders),
      observer: { step: (step, outcome, count) => metrics.steps.inc({ step, outcome }, count) },
    });
    const narrowed = metrics.counter(
      'carriers_narrowed_total',
      'Live records written anew without withdrawn fields',
      [],
    );
    const narrowing = createNarrowShipments({
      codec,
      vault,
      refs,
      policy,
      clock,
      store,
      // Of its own: what is prepared for a unit must not change under it.
      sealer: createShipmentSealer({ clock: platform.realClock }),
      progress: createMongoNarrowingProgress(platform.database),
      log: createKafkaShipmentsLog(platform.kafka, topicName, platform.prefix),
      onNarrowed: (records) => narrowed.inc({}, records),
    });
    await use(
      createHeartbeat({
        kafka: platform.kafka,
        topics: ofCarriers.map(({ shipments }) => ({
          topic: topicName(shipments.name),
          partitions: shipments.partitions,
        })),
        everyMs: platform.erasureProfile.heartbeatMs,
      }),
    );
    return use(
      laneService(platform, metrics, {
        service: 'carriers',
        inputs: [
          { topic: topicName(topics.ordersFacts.name), layout: 'by-lane' },
          {
            topic: topicName(topics.ordersSealed.name),
            layout: 'by-category',
            categoryIndexes: [SEALED_CATEGORIES.indexOf('shipping')],
          },
          { topic: topicName(topics.erasureRequests.name), layout: 'by-lane' },
          ...ofCarriers.map(({ statuses }) => ({ topic: topicName(statuses.name), layout: 'any-lane' as const })),
        ],
        handler,
        tick: { everyMs: NARROWING_EVERY_MS, run: (lane) => narrowing.step(lane) },
        onAssigned: async (lane) => {
          await narrowing.open(lane);
          await waitingRoom.open(lane);
        },
        onRevoked: (lane) => {
          narrowing.close(lane);
          waitingRoom.close(lane);
        },
      }),
    );
  });
}
