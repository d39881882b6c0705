// A carrier's system as the carrier would write it: own SCRAM login, plain kafkajs, an ordinary Avro client, its own little store.
// Reads its shipments topic, reports what happens to each parcel, deletes from its store what the broker tombstones.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ParcelStatus, ShipmentStatus } from '#schemas/generated/records';
import type { ScaledClock } from '#shared/domain/scaled-clock';
import { createOpenSealed } from './carrier/open-sealed.js';
import { type CarrierShares, DEFAULT_CARRIER_SHARES, itineraryOf, type Stop } from './carrier/itinerary.js';
import { createDueQueue } from './due-queue.js';
import type { OutsideConnection } from './outside/connection.js';
import { createDeferred } from './outside/deferred.js';
import { type OutsideRecord, startOutsidePublisher } from './outside/publisher.js';
import { type SeenRecord, startOutsideReader } from './outside/reader.js';
import { startTogether } from './outside/start-together.js';

/** A shipment as this carrier got it: the fields of its allow-list and nothing else. */
export type ShipmentSeen = Readonly<Record<string, unknown>>;

export interface CarrierSystemOptions {
  readonly connection: OutsideConnection;
  readonly carrierId: string;
  /** Before every topic and group; default none. */
  readonly topicPrefix?: string;
  /** Hours of a parcel's way are hours of this clock. */
  readonly clock: ScaledClock;
  /** Decides each parcel's way. */
  readonly seed: number | string;
  readonly shares?: Partial<CarrierShares>;
  /** Default: `carrier-<id>`. The store lives in memory, so a restarted carrier needs a new group. */
  readonly groupId?: string;
  /** For a carrier in sealed mode: its private keys by name. Default: its records come in plain. */
  readonly privateKeyOf?: ((keyId: string) => Buffer | undefined) | undefined;
  /** A shipment the carrier did not know yet. */
  readonly onShipment?: (shipmentRef: string, shipment: ShipmentSeen) => void;
  /** A report was acknowledged. */
  readonly onReported?: (status: ShipmentStatus) => void;
  /** A tombstone was carried out: the store no longer holds this shipment. */
  readonly onForgotten?: (shipmentRef: string) => void;
}

export interface CarrierCounts {
  readonly received: number;
  readonly reported: Readonly<Partial<Record<ParcelStatus, number>>>;
  readonly forgotten: number;
  /** What the store holds now; 0 once every shipment was tombstoned. */
  readonly stored: number;
}

export interface CarrierSystem {
  /** What the store holds of a shipment; undefined when it was never seen or was deleted. */
  shipment(shipmentRef: string): ShipmentSeen | undefined;
  counts(): CarrierCounts;
  /** Resolves with what ended the system for good. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

const TICK_MS = 20;
const REPORTS_PER_TURN = 2_000;

/** @throws when the login or a topic is refused or missing */
export async function startCarrierSystem(options: CarrierSystemOptions): Promise<CarrierSystem> {
  const { connection, carrierId, topicPrefix = '', clock } = options;
  const shares = { ...DEFAULT_CARRIER_SHARES, ...options.shares };
  const clientId = `carrier-${carrierId}`;
  const statuses = `${topicPrefix}carriers.${carrierId}.statuses`;
  const { privateKeyOf } = options;
  const store = new Map<string, ShipmentSeen>();
  const reports = createDueQueue<{ readonly shipmentRef: string; readonly knownMs: number; readonly stop: Stop }>();
  const reported: Partial<Record<ParcelStatus, number>> = {};
  let received = 0;
  let forgotten = 0;

  const keep = (shipmentRef: string, shipment: ShipmentSeen): void => {
    const isNew = !store.has(shipmentRef);
    store.set(shipmentRef, shipment);
    if (!isNew) return;
    received++;
    const knownMs = clock.nowMs();
    for (const stop of itineraryOf(shipmentRef, options.seed, shares)) {
      reports.add(knownMs + stop.reportedAfterMs, { shipmentRef, knownMs, stop });
    }
    options.onShipment?.(shipmentRef, shipment);
  };
  const forget = (shipmentRef: string): void => {
    if (!store.delete(shipmentRef)) return;
    forgotten++;
    options.onForgotten?.(shipmentRef);
  };

  const [publisher, reader] = await startTogether([
    startOutsidePublisher(connection, clientId),
    startOutsideReader({
      connection,
      clientId,
      groupId: options.groupId ?? `${topicPrefix}${clientId}`,
      topic: `${topicPrefix}carriers.${carrierId}.shipments`,
      openSealed: privateKeyOf === undefined ? undefined : createOpenSealed(carrierId, privateKeyOf),
      onRecords: (records: readonly SeenRecord[]) => {
        for (const record of records) {
          if (record.kind === 'tombstone') forget(record.key);
          else keep(record.key, record.value as ShipmentSeen);
        }
      },
    }),
  ]);

  let stopping = false;
  const report = async (): Promise<void> => {
    while (!stopping) {
      const due: ShipmentStatus[] = [];
      const nowMs = clock.nowMs();
      while (due.length < REPORTS_PER_TURN) {
        const taken = reports.takeDue(nowMs);
        if (taken === undefined) break;
        // Deleted meanwhile (cancelled, or finished): a carrier has nothing left to report about.
        if (!store.has(taken.shipmentRef)) continue;
        const { status, happensAfterMs } = taken.stop;
        due.push({ shipmentRef: taken.shipmentRef, status, occurredAt: taken.knownMs + happensAfterMs });
      }
      if (due.length === 0) {
        await sleep(TICK_MS);
        continue;
      }
      await publisher.publish(due.map((value): OutsideRecord => recordOf(statuses, value)));
      for (const status of due) {
        reported[status.status] = (reported[status.status] ?? 0) + 1;
        options.onReported?.(status);
      }
    }
  };
  const failed = createDeferred<Error>();
  const running = report().catch((error: unknown) => failed.resolve(error as Error));
  void reader.failed.then(failed.resolve);

  return {
    shipment: (shipmentRef) => store.get(shipmentRef),
    counts: () => ({ received, reported: { ...reported }, forgotten, stored: store.size }),
    failed: failed.promise,
    stop: async () => {
      stopping = true;
      await running;
      await Promise.all([publisher.stop(), reader.stop()]);
    },
  };
}

function recordOf(topic: string, value: ShipmentStatus): OutsideRecord {
  return { topic, subject: `${topic}-value`, key: value.shipmentRef, value };
}
