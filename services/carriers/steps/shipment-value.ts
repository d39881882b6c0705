// The value of a shipment on its carrier's topic: the minimal record itself, or in sealed mode a record that only the carrier can open.
// Whoever writes a shipment, for the first time or anew, makes its value here.
import { type CarrierTopics, carrierTopics } from '#schemas/generated/topics';
import type { Policy } from '#shared/policy/policy';
import type { ShipmentRecord } from '#shared/policy/release/release-order';
import type { CarriersDeps } from './carriers-deps.js';

const SEALED_SHIPMENT = 'fulfilment.carriers.SealedShipment';

/** In sealed mode `deps.sealer.prepare` must have been called with this policy. */
export function shipmentValue(
  deps: Pick<CarriersDeps, 'codec' | 'sealer'>,
  { version, carriers }: Pick<Policy, 'version' | 'carriers'>,
  carrierId: string,
  record: ShipmentRecord,
): Buffer {
  const { shipments, sealedShipments } = topicsOf(carrierId);
  const plain = deps.codec.encode(shipments, record as unknown as Readonly<Record<string, unknown>>);
  if (carriers.get(carrierId)?.deliveryMode !== 'sealed') return plain;
  const { shipmentRef } = record;
  const block = deps.sealer.seal(carrierId, shipmentRef, plain);
  return deps.codec.encode(sealedShipments, { shipmentRef, policyVersion: version, block }, SEALED_SHIPMENT);
}

/** One set of handles per carrier: making it anew for each parcel would cost more than encoding the parcel. */
const handles = new Map<string, CarrierTopics>();

export function topicsOf(carrierId: string): CarrierTopics {
  let found = handles.get(carrierId);
  if (found === undefined) {
    found = carrierTopics(carrierId);
    handles.set(carrierId, found);
  }
  return found;
}
