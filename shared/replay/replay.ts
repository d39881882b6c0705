// One replay from the outside: publishes as the order service, reads and reports as the carrier, each with its own login.
import type { OrderStatus } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import type { OutsideConnection } from '#shared/sample/outside/connection';
import { type OutsideRecord, startOutsidePublisher } from '#shared/sample/outside/publisher';
import { type SeenRecord, startOutsideReader } from '#shared/sample/outside/reader';
import { startTogether } from '#shared/sample/outside/start-together';
import { createFateBook } from './fate-book.js';
import { type FinalReport, finalReport } from './final-report.js';
import type { HistoryRecord } from './history-records.js';
import type { OrderHistory } from './order-history.js';
import type { Pace } from './pace.js';
import { createPlayer } from './player.js';
import type { ReplayCounts } from './progress-line.js';

export interface ReplayOptions {
  readonly orderService: OutsideConnection;
  readonly carrier: OutsideConnection;
  readonly carrierId: string;
  /** Before every topic and group; '' in production. */
  readonly topicPrefix: string;
  /** Tells this run from others in the names of its groups: it reads both topics from their beginning. */
  readonly runId: string;
  readonly orderIds: Iterable<string>;
  /** The histories, made anew at each call, in the order in which they are placed. */
  readonly histories: () => Iterable<OrderHistory>;
  readonly pace: Pace;
  readonly shipmentRefOf: (orderId: string) => string;
  /** The real time. */
  readonly clock: Clock;
  readonly stalledAfterMs?: number;
  readonly settledAfterMs?: number;
}

export interface Replay {
  /** Resolves at the end, also a stalled or stopped one. Rejects when publishing fails or a reader ends. */
  readonly ended: Promise<{ readonly end: 'ended' | 'stalled' | 'stopped'; readonly report: FinalReport }>;
  counts(): ReplayCounts;
  /** Lets it end after the records under way. */
  stop(): void;
}

/** Resolves once the topics have been read up to now. @throws when a login or topic is refused or missing */
export async function startReplay(options: ReplayOptions): Promise<Replay> {
  const { topicPrefix, carrierId, runId } = options;
  const fates = createFateBook(options.orderIds);
  const ordersStarting = startOutsidePublisher(options.orderService, 'replay');
  const carrierStarting = startOutsidePublisher(options.carrier, 'replay');
  const player = createPlayer({
    ...options,
    histories: options.histories(),
    fates,
    publish: async (records) => {
      const [ofOrders, ofCarrier] = split(
        records,
        `${topicPrefix}orders.events`,
        `${topicPrefix}carriers.${carrierId}.statuses`,
      );
      await Promise.all([(await ordersStarting).publish(ofOrders), (await carrierStarting).publish(ofCarrier)]);
    },
  });
  const started = await startTogether([
    ordersStarting,
    carrierStarting,
    startOutsideReader({
      connection: options.orderService,
      clientId: 'replay',
      groupId: `${topicPrefix}order-service.replay-${runId}`,
      topic: `${topicPrefix}orders.statuses`,
      onRecords: (records) => eachValue(records, (_, value) => player.told(value as OrderStatus)),
    }),
    startOutsideReader({
      connection: options.carrier,
      clientId: 'replay',
      groupId: `${topicPrefix}carrier-${carrierId}.replay-${runId}`,
      topic: `${topicPrefix}carriers.${carrierId}.shipments`,
      onRecords: (records) => eachValue(records, (key) => player.seen(key)),
    }),
  ]);
  const [, , ...readers] = started;
  const failed = Promise.race(readers.map((reader) => reader.failed)).then((error) => Promise.reject(error));
  // What an earlier run got through is known before anything is placed.
  await Promise.race([Promise.all(readers.map(({ caughtUp }) => caughtUp)), failed]);

  const run = async () => {
    try {
      const end = await Promise.race([player.run(), failed]);
      return { end, report: finalReport(options.histories(), fates) };
    } finally {
      player.stop();
      await Promise.allSettled(started.map((one) => one.stop()));
    }
  };
  return {
    ended: run(),
    counts: () => {
      const { RELEASED, DELIVERED, FINISHED, ERASED, REFUSED } = fates.counts();
      const { placed, underWay } = player.counts();
      return {
        placed,
        underWay,
        released: RELEASED,
        delivered: DELIVERED,
        finished: FINISHED,
        erased: ERASED,
        refused: REFUSED,
      };
    },
    stop: player.stop,
  };
}

function split(
  records: readonly HistoryRecord[],
  events: string,
  statuses: string,
): [OutsideRecord[], OutsideRecord[]] {
  const [ofOrders, ofCarrier]: [OutsideRecord[], OutsideRecord[]] = [[], []];
  for (const { recordName, value } of records) {
    if ('shipmentRef' in value) {
      ofCarrier.push({ topic: statuses, subject: `${statuses}-value`, key: value.shipmentRef, value });
    } else ofOrders.push({ topic: events, subject: `${events}-${recordName}`, key: value.orderId, value });
  }
  return [ofOrders, ofCarrier];
}

function eachValue(records: readonly SeenRecord[], handle: (key: string, value: unknown) => void): void {
  for (const record of records) if (record.kind === 'value') handle(record.key, record.value);
}
