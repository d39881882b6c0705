// Puts carriers together: the only file that names its concrete parts.
import { carrierTopics, SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import { createSealDeadLetters } from '#shared/dead-letters/seal-dead-letters';
import { servedCarriers } from '#shared/carriers/apply-register';
import { createAgreementWatch } from '#shared/carriers/agreement-watch';
import { loadConfig } from '#shared/config/load';
import { createHeartbeat } from '#shared/kafka/heartbeat';
import type { LaneInput } from '#shared/kafka/ports';
import { renewableLanes } from '#shared/platform/renewable-lanes';
import type { Platform } from '#shared/platform/platform';
import type { Policy } from '#shared/policy/policy';
import { longestClockMs } from '#shared/policy/retention';
import type { Service } from '#shared/platform/service';
import { compose } from '#shared/runtime/compose';
import type { Component } from '#shared/runtime/component';
import { createAlarms } from '#shared/telemetry/alarms';
import type { Metrics } from '#shared/telemetry/metrics';
import { createShipmentSealer } from './adapters/shipment-sealer.js';
import { createKafkaShipmentsLog } from './adapters/kafka-shipments-log.js';
import { createCarriersFlow, rulesOf } from './flow.js';
import { CARRIERS_SERVICE, type CarriersConfig } from './config.js';
import { createFraudGate, NO_GATE } from './steps/fraud-gate.js';
import { createNarrowShipments } from './steps/narrow-shipments.js';
import { noteNarrowed } from './steps/note-narrowed.js';
import { createTakeBack } from './steps/take-back.js';
import { createWaitingRoom } from './steps/waiting-room.js';
import { createMongoNarrowingProgress } from './store/mongo-narrowing-progress.js';
import { keepClearances } from './store/mongo-clearances.js';
import { createMongoShipmentStore } from './store/mongo-shipment-store.js';
import { createWaitingWatch } from './adapters/waiting-watch.js';

/** How often agreements are looked at, for the metric and the alarms; the release looks for itself. */
const AGREEMENTS_EVERY_MS = 5_000;
const CLEARANCES_WITHOUT_CLOCK_MS = 180 * 86_400_000;

const WAITING_EVERY_MS = 1_000;

/** How soon a lane sees that policy or register changed; a look costs nothing while they did not. */
const RULES_EVERY_MS = 250;

export function createCarriersService(platform: Platform, metrics: Metrics): Component<Service> {
  return compose('carriers', async (use) => {
    const { codec, vault, refs, policy, clock, topicName, logger, realClock: machineClock } = platform;
    let known = policy.current();
    policy.onChange((changed) => {
      known = changed;
    });
    const served = () => servedCarriers(known).map(({ id }) => carrierTopics(id));
    await codec.prepare([
      topics.warehousePicks,
      topics.shipmentsProgress,
      topics.shipmentsNarrowed,
      topics.erasureReceipts,
      topics.carriersDeadLetters,
      topics.fraudDecisions,
      ...served().flatMap(({ shipments, sealedShipments, statuses }) => [shipments, sealedShipments, statuses]),
    ]);
    const keptMs = (each: Policy): number => longestClockMs(each, 'fraud') ?? CLEARANCES_WITHOUT_CLOCK_MS;
    const store = await createMongoShipmentStore(platform.database, keptMs(known));
    policy.onChange((changed, before) => {
      if (keptMs(changed) === keptMs(before)) return;
      keepClearances(platform.database, keptMs(changed)).catch((err: unknown) => {
        logger.warn({ err }, 'words of fraud control are kept as before until the next start');
      });
    });
    const waitingRoom = createWaitingRoom({
      codec,
      store,
      onForgetFailed: (err) => logger.warn({ err }, 'a waiting order stays in the store until the next start'),
    });
    const config: CarriersConfig = loadConfig({ carriers: CARRIERS_SERVICE }).carriers;
    const gate = config.hasFraudGate
      ? createFraudGate({ codec, store, clock, machineClock, patience: config })
      : NO_GATE;
    const handler = createCarriersFlow({
      codec,
      vault,
      refs,
      policy,
      clock,
      machineClock,
      store,
      gate,
      sealer: createShipmentSealer({ clock: machineClock }),
      waitingRoom,
      topicName,
      carrierOf: createCarrierOf(platform),
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
    const shipmentsLog = createKafkaShipmentsLog(platform.kafka, topicName, platform.prefix);
    const takeBack = createTakeBack({ policy, store, log: shipmentsLog });
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
      log: shipmentsLog,
      onNarrowed: (records) => narrowed.inc({}, records),
    });
    await use(
      createAgreementWatch({
        policy,
        clock,
        alarms: createAlarms(metrics, logger),
        daysLeft: metrics.gauge('carrier_agreement_days_left', "Days until a carrier's agreement ends", ['carrier']),
        everyMs: AGREEMENTS_EVERY_MS,
      }),
    );
    await use(
      createWaitingWatch({
        waitingRoom,
        machineClock,
        lateAfterMs: config.lateAfterMs,
        everyMs: WAITING_EVERY_MS,
        orders: metrics.gauge('carriers_waiting', 'Orders that wait, by what for', ['code']),
        oldest: metrics.gauge('carriers_waiting_oldest_ms', 'How long the oldest of them waits', ['code']),
        alarms: createAlarms(metrics, logger),
      }),
    );
    await use(
      createHeartbeat({
        kafka: platform.kafka,
        topics: () =>
          served().map(({ shipments }) => ({ topic: topicName(shipments.name), partitions: shipments.partitions })),
        everyMs: platform.erasureProfile.heartbeatMs,
      }),
    );
    const inputs = (): readonly LaneInput[] => [
      { topic: topicName(topics.ordersFacts.name), layout: 'by-lane' },
      {
        topic: topicName(topics.ordersSealed.name),
        layout: 'by-category',
        categoryIndexes: [SEALED_CATEGORIES.indexOf('shipping')],
      },
      { topic: topicName(topics.erasureRequests.name), layout: 'by-lane' },
      ...(config.hasFraudGate ? [topics.fraudAssessments, topics.fraudDecisions] : []).map(({ name }) => {
        return { topic: topicName(name), layout: 'by-lane' as const };
      }),
      ...served().map(({ statuses }) => ({ topic: topicName(statuses.name), layout: 'any-lane' as const })),
    ];
    return use(
      renewableLanes(platform, metrics, {
        options: {
          service: 'carriers',
          handler,
          tick: {
            everyMs: RULES_EVERY_MS,
            // Who waits is not to wait for the next record of somebody else when the rules have changed.
            run: async (lane, isRevoked) => {
              if (waitingRoom.isOutdated(lane, rulesOf(policy.current(), clock.nowMs()), machineClock.nowMs()))
                return handler({ lane, records: [], isRevoked });
              const takenBack = await takeBack.step(lane);
              if (takenBack.outputs.length > 0) return takenBack;
              const { version } = policy.current();
              return noteNarrowed({ codec, topicName, machineClock }, lane, version, await narrowing.step(lane));
            },
          },
          onAssigned: async (lane) => {
            await narrowing.open(lane);
            await waitingRoom.open(lane);
          },
          onRevoked: (lane) => {
            narrowing.close(lane);
            takeBack.close(lane);
            waitingRoom.close(lane);
          },
        },
        inputs,
        onChange: (renew) => policy.onChange(renew),
        pace: 'handed-on',
      }),
    );
  });
}

/** The carrier whose statuses topic this is; looked up anew whenever the policy or the register has changed. */
function createCarrierOf({ policy, topicName }: Platform): (topic: string) => string | undefined {
  let known: { readonly of: Policy; readonly ids: ReadonlyMap<string, string> } | null = null;
  return (topic) => {
    const of = policy.current();
    if (known?.of !== of) {
      const ids = [...of.carriers.keys()].map((id) => [topicName(carrierTopics(id).statuses.name), id] as const);
      known = { of, ids: new Map(ids) };
    }
    return known.ids.get(topic);
  };
}
