// Notes how far the parcels got of which a unit reports. From then on nobody takes them back: a cancellation in another lane that has not
// seen it fails to write and decides anew.
import type { ShipmentStatus } from '#schemas/generated/records';
import type { ShipmentRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { stageAfter } from '../domain/reconcile.js';
import type { Advance, KnownShipment, ShipmentStore } from '../store/shipment-store.js';

export interface ReportedStatus {
  /** Whose topic it came on: the broker let nobody else write there. */
  readonly carrierId: string;
  readonly shipmentRef: ShipmentRef;
  readonly status: ShipmentStatus;
}

const MOST_ROUNDS = 20;
const ENDS: ReadonlySet<string> = new Set(['DELIVERED', 'RETURNED', 'LOST']);

/** @returns the shipments as they are now; reports of others than the parcel's own carrier move nothing */
export async function advanceShipments(
  store: Pick<ShipmentStore, 'shipmentsByRef' | 'advance'>,
  reports: readonly ReportedStatus[],
): Promise<ReadonlyMap<ShipmentRef, KnownShipment>> {
  const refs = [...new Set(reports.map(({ shipmentRef }) => shipmentRef))];
  for (let round = 0; ; round++) {
    const known = await store.shipmentsByRef(refs);
    const steps = stepsOf(known, reports);
    if (await store.advance(steps)) return known;
    if (round === MOST_ROUNDS) throw new FulfilmentError('MONGO_UNAVAILABLE', { unsettledShipments: steps.length });
  }
}

/** One step for each parcel that gets further, however many reports there are of it. */
function stepsOf(known: ReadonlyMap<ShipmentRef, KnownShipment>, reports: readonly ReportedStatus[]): Advance[] {
  const steps = new Map<ShipmentRef, Advance>();
  for (const { carrierId, shipmentRef, status } of reports) {
    const shipment = known.get(shipmentRef);
    if (shipment === undefined || shipment.carrierId !== carrierId || shipment.erased) continue;
    const stage = stageAfter(steps.get(shipmentRef)?.stage ?? shipment.stage, ENDS.has(status.status));
    if (stage !== shipment.stage) steps.set(shipmentRef, { shipment, stage });
  }
  return [...steps.values()];
}
