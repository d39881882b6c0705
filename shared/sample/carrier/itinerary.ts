// What a carrier of the sample will report about a parcel and when; decided by the seed and the shipmentRef alone.
import type { ParcelStatus } from '#schemas/generated/records';
import { createRandom, type SeededRandom } from '../seeded-random.js';

export interface Stop {
  readonly status: ParcelStatus;
  /** When it happens, ms after the carrier learnt of the shipment. */
  readonly happensAfterMs: number;
  /** When it is reported; differs from the above for reports out of order. */
  readonly reportedAfterMs: number;
}

export interface CarrierShares {
  /** Of all parcels, 0 … 1. Default 0.01. */
  readonly returned: number;
  /** Default 0.005. */
  readonly lost: number;
  /** One report comes twice. Default 0.02. */
  readonly doubled: number;
  /** OUT_FOR_DELIVERY is reported before IN_TRANSIT. Default 0.02. */
  readonly outOfOrder: number;
}

export const DEFAULT_CARRIER_SHARES: CarrierShares = { returned: 0.01, lost: 0.005, doubled: 0.02, outOfOrder: 0.02 };

const HOUR_MS = 3_600_000;
/** Hours from one stop to the next. */
const HOURS: Readonly<Record<ParcelStatus, readonly [min: number, max: number]>> = {
  ACCEPTED: [1, 6],
  IN_TRANSIT: [2, 10],
  OUT_FOR_DELIVERY: [12, 48],
  DELIVERED: [1, 8],
  RETURNED: [72, 144],
  LOST: [240, 480],
};

/** The reports in the order they are to be published. */
export function itineraryOf(shipmentRef: string, seed: number | string, shares: CarrierShares): readonly Stop[] {
  const random = createRandom(`${seed}/itinerary/${shipmentRef}`);
  let happensAfterMs = 0;
  const stops = routeOf(random, shares).map((status): Stop => {
    const [min, max] = HOURS[status];
    happensAfterMs += random.between(min * HOUR_MS, max * HOUR_MS);
    return { status, happensAfterMs, reportedAfterMs: happensAfterMs };
  });
  const swapped = random.chance(shares.outOfOrder) ? withLateReport(stops) : stops;
  const reports = random.chance(shares.doubled) ? [...swapped, random.pick(swapped)] : swapped;
  return reports.toSorted((one, other) => one.reportedAfterMs - other.reportedAfterMs);
}

function routeOf(random: SeededRandom, shares: CarrierShares): readonly ParcelStatus[] {
  const fate = random.below(1_000_000) / 1_000_000;
  if (fate < shares.lost) return ['ACCEPTED', 'IN_TRANSIT', 'LOST'];
  if (fate < shares.lost + shares.returned) return ['ACCEPTED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'RETURNED'];
  return ['ACCEPTED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED'];
}

/** IN_TRANSIT is reported a moment after what follows it. */
function withLateReport(stops: readonly Stop[]): readonly Stop[] {
  const next = stops.find(({ status }) => status === 'OUT_FOR_DELIVERY');
  if (next === undefined) return stops;
  return stops.map((stop) =>
    stop.status === 'IN_TRANSIT' ? { ...stop, reportedAfterMs: next.reportedAfterMs + 1 } : stop,
  );
}
