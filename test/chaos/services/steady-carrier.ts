// A carrier whose reports depend on the parcel alone, not on when it heard of it: two runs of the same orders get the same reports.
import type { ShipmentStatus } from '#schemas/generated/records';
import { type CarrierShares, itineraryOf } from '#shared/sample/carrier/itinerary';
import type { SampleCarrier } from '#shared/sample/outside/outside-config';
import { startOutsidePublisher } from '#shared/sample/outside/publisher';
import { type SeenRecord, startOutsideReader } from '#shared/sample/outside/reader';
import type { TestWorld } from '#test/support/services-under-test';
import { outsidersOf } from '#test/support/world-outsiders';

export interface SteadyCarrier {
  /** Parcels it holds. */
  stored(): number;
  stop(): Promise<void>;
}

const SHARES: CarrierShares = { returned: 0.05, lost: 0.05, doubled: 0.1, outOfOrder: 0.1 };

/** Where half of the time that ways are given is used up: later stops lie closer together. */
const HALF_MS = 48 * 3_600_000;

/**
 * @param fromMs when every parcel's way begins, by the business clock
 * @param withinMs how long ways take at most, in their order: what is reported has happened, so by the clock of the services it must be over
 */
export async function startSteadyCarrier(
  world: TestWorld,
  carrierId: SampleCarrier,
  seed: string,
  fromMs: number,
  withinMs: number,
): Promise<SteadyCarrier> {
  const connection = outsidersOf(world).carrierConnection(carrierId);
  const { topicPrefix } = world.isolation;
  const clientId = `carrier-${carrierId}`;
  const topic = `${topicPrefix}carriers.${carrierId}.statuses`;
  const publisher = await startOutsidePublisher(connection, clientId);
  const known = new Set<string>();
  const stored = new Set<string>();

  function reportsOf(shipmentRef: string): ShipmentStatus[] {
    const stops = itineraryOf(shipmentRef, seed, SHARES);
    return stops.map(({ status, happensAfterMs }) => {
      const afterMs = Math.floor((withinMs * happensAfterMs) / (happensAfterMs + HALF_MS));
      return { shipmentRef, status, occurredAt: fromMs + afterMs };
    });
  }

  async function onRecords(records: readonly SeenRecord[]): Promise<void> {
    const reports: ShipmentStatus[] = [];
    for (const { kind, key } of records) {
      if (kind === 'tombstone') stored.delete(key);
      else {
        stored.add(key);
        if (!known.has(key)) reports.push(...reportsOf(key));
        known.add(key);
      }
    }
    if (reports.length === 0) return;
    await publisher.publish(
      reports.map((value) => ({ topic, subject: `${topic}-value`, key: value.shipmentRef, value })),
    );
  }

  const reader = await startOutsideReader({
    connection,
    clientId,
    groupId: `${topicPrefix}${clientId}`,
    topic: `${topicPrefix}carriers.${carrierId}.shipments`,
    onRecords,
  });
  return {
    stored: () => stored.size,
    stop: async () => {
      await reader.stop();
      await publisher.stop();
    },
  };
}
