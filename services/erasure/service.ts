// Puts erasure together: the only file that names its concrete parts. Three consumers, each with a group of its own:
// the life of orders in their lanes, the one writer of the ledger, and the shredder that acts on what the ledger says.
import { topics } from '#schemas/generated/topics';
import { watchCarrierTopics } from '#shared/audit/watch-carrier-topics';
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import { PARTICIPANTS } from '#shared/config/participants';
import { createSealDeadLetters } from '#shared/dead-letters/seal-dead-letters';
import type { Platform } from '#shared/platform/platform';
import { laneService } from '#shared/platform/lane-service';
import type { Service } from '#shared/platform/service';
import { isReceiptKey, isSignedBy } from '#shared/receipts/signed-receipt';
import type { Component } from '#shared/runtime/component';
import { compose } from '#shared/runtime/compose';
import { createAlarms } from '#shared/telemetry/alarms';
import type { Metrics } from '#shared/telemetry/metrics';
import { createRotationSchedule } from '#shared/vault/rotation-schedule';
import { createKafkaLedgerSource } from '#shared/ledger-proof/kafka-ledger-source';
import { ERASURE_SERVICE, type ErasureConfig } from './config.js';
import { LEDGER_PARTICIPANT } from './domain/erasure-saga.js';
import { createLifecycle } from './flow.js';
import { observeLifecycle } from './observe-lifecycle.js';
import { createLedgerSigner, LEDGER_KEY } from '#shared/ledger-proof/checkpoint';
import { createLedgerWriter } from './ledger/ledger-writer.js';
import { createOverdueWatch } from './adapters/overdue-watch.js';
import { createShredder } from './shredder/shredder-flow.js';
import { createMongoCommandLog } from './store/mongo-command-log.js';
import { createMongoLedgerClaims } from './store/mongo-ledger-claims.js';
import { createMongoStoreRegister } from './store/mongo-store-register.js';
import { createMongoOrderStore } from './store/mongo-order-store.js';
import { createRecentOrders } from './store/recent-orders.js';

/** Names of the consumers: group ids and transactional ids are made of them, so they never change. */
const ERASURE_CONSUMERS = { life: 'erasure', ledger: 'erasure-ledger', shredder: 'erasure-shredder' } as const;

const WATCH_EVERY_MS = 5_000;
/** The ledger is signed this often at most, and only when it has grown. */
const SIGN_EVERY_MS = 1_000;
/** Whoever has this lane rotates the key-encryption key, and measures how long erased values stay. */
const ROTATING_LANE = 0;
const WATCHING_LANE = 0;

/** @param changes what differs from the configuration of the environment, for tests */
export function createErasureService(
  platform: Platform,
  metrics: Metrics,
  changes: Partial<ErasureConfig> = {},
): Component<Service> {
  return compose('erasure', async (use) => {
    const { codec, vault, policy, clock, realClock, topicName, logger, database } = platform;
    const { erasure, keyring, all } = loadConfig({ erasure: ERASURE_SERVICE, keyring: KEYRING, all: PARTICIPANTS });
    const config = { ...all, ...erasure, ...changes };
    await codec.prepare([
      topics.ordersStatuses,
      topics.erasureIntents,
      topics.erasureLedger,
      topics.erasureCheckpoints,
      topics.erasureRequests,
      topics.erasureReceipts,
      topics.erasureAlarms,
      topics.erasureDeadLetters,
    ]);
    const store = createRecentOrders(await createMongoOrderStore(database));
    const sealDeadLetters = createSealDeadLetters({
      service: 'erasure',
      topic: topics.erasureDeadLetters,
      topicName,
      codec,
      vault,
      policy,
      clock,
    });
    const claims = createMongoLedgerClaims(database);
    const lanes = new Set<number>();
    const life = createLifecycle({
      codec,
      vault,
      store,
      commandLog: createMongoCommandLog(database),
      policy,
      clock,
      machineClock: realClock,
      random: platform.kafka.waiting.random,
      topicName,
      participants: config.participants,
      overdueMs: config.overdueMs,
      register: createMongoStoreRegister(database, realClock),
      claims,
      isSignedBy,
      isReceiptKey,
      reserved: [...config.participants, LEDGER_PARTICIPANT],
      reminders: { firstMs: config.firstReminderMs, longestMs: config.longestReminderMs },
      batch: config.batch,
      sealDeadLetters,
      observer: observeLifecycle(metrics, realClock, config.participants),
    });
    const ledger = createLedgerWriter({
      codec,
      claims,
      source: createKafkaLedgerSource(platform.kafka, topicName(topics.erasureLedger.name)),
      checkpoints: createKafkaLedgerSource(platform.kafka, topicName(topics.erasureCheckpoints.name)),
      signer: createLedgerSigner(platform.deriveKey(LEDGER_KEY)),
      // By real time: a checkpoint says when the ledger was seen so, whatever clock the orders live by.
      clock: realClock,
      topicName,
    });
    const shredded = metrics.counter('erasure_shredded_total', 'Orders whose keys were destroyed, all or some', []);
    const shredder = createShredder({
      codec,
      vault,
      topicName,
      onShredded: (orders) => shredded.inc({}, orders),
    });
    // Whoever acts on the words of another starts before it.
    const shredderService = await use(
      laneService(
        platform,
        metrics,
        {
          service: ERASURE_CONSUMERS.shredder,
          inputs: [{ topic: topicName(topics.erasureLedger.name), layout: 'single' }],
          handler: shredder,
        },
        'relaxed',
      ),
    );
    const ledgerService = await use(
      laneService(
        platform,
        metrics,
        {
          service: ERASURE_CONSUMERS.ledger,
          inputs: [{ topic: topicName(topics.erasureIntents.name), layout: 'single' }],
          handler: ledger.handler,
          tick: { everyMs: SIGN_EVERY_MS, run: ledger.tick },
          onAssigned: ledger.onAssigned,
        },
        'relaxed',
      ),
    );
    const lifeService = await use(
      laneService(
        platform,
        metrics,
        {
          service: ERASURE_CONSUMERS.life,
          inputs: [
            { topic: topicName(topics.ordersFacts.name), layout: 'by-lane' },
            { topic: topicName(topics.shipmentsProgress.name), layout: 'by-lane' },
            { topic: topicName(topics.erasureReceipts.name), layout: 'any-lane' },
            { topic: topicName(topics.erasureCommands.name), layout: 'by-lane' },
            { topic: topicName(topics.erasureConfirmations.name), layout: 'any-lane' },
            { topic: topicName(topics.erasureParticipants.name), layout: 'single' },
          ],
          handler: life.handler,
          tick: { everyMs: config.tickMs, idleEveryMs: config.idleTickMs, run: life.tick },
          onAssigned: async (lane) => {
            await life.onAssigned(lane);
            lanes.add(lane);
          },
          onRevoked: (lane) => {
            lanes.delete(lane);
            life.onRevoked(lane);
          },
        },
        'relaxed',
      ),
    );
    await use(
      createRotationSchedule({
        vault,
        metrics,
        logger,
        machineClock: realClock,
        everyMs: keyring.rotateEveryMs,
        lookMs: WATCH_EVERY_MS,
        isOurTurn: () => lanes.has(ROTATING_LANE),
      }),
    );
    await use(watchCarrierTopics(platform, metrics, () => lanes.has(WATCHING_LANE)));
    await use(
      createOverdueWatch({
        store,
        lanes: () => [...lanes],
        machineClock: realClock,
        everyMs: WATCH_EVERY_MS,
        running: metrics.erasures,
        overdue: metrics.gauge('erasure_overdue', 'Erasures that wait too long, by who has not answered', [
          'participant',
        ]),
        alarms: createAlarms(metrics, logger),
        logger,
      }),
    );
    return together([shredderService, ledgerService, lifeService]);
  });
}

function together(services: readonly Service[]): Service {
  const done = Promise.race(services.map((service) => service.done));
  done.catch(() => undefined);
  return {
    name: 'erasure',
    ready: Promise.all(services.map(({ ready }) => ready)).then(() => undefined),
    done,
    checks: Object.assign({}, ...services.map(({ checks }) => checks)) as Service['checks'],
  };
}
