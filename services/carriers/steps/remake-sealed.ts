// Shipments that are sealed to their carrier, made anew under the version in force: from the order's newest facts and its sealed address,
// since nobody but the carrier can look into the record that lies there.
import type { OrderFacts } from '#schemas/generated/records';
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import type { CarriersDeps } from './carriers-deps.js';
import type { OutdatedShipment } from './outdated-shipments.js';
import { projectOrder, type Projected, readBlocks } from './project-order.js';
import { decodeFacts } from './read-facts.js';
import type { ShipmentsLog } from './shipments-log.js';
import { shipmentValue } from './shipment-value.js';

export interface RemakeDeps extends Pick<CarriersDeps, 'codec' | 'vault' | 'refs' | 'store' | 'sealer'> {
  readonly log: Pick<ShipmentsLog, 'facts'>;
}

/** What can't be made any more is not among the answers. */
export async function remakeSealed(
  deps: RemakeDeps,
  policy: Policy,
  lane: number,
  outdated: readonly OutdatedShipment[],
  nowMs: number,
): Promise<ReadonlyMap<ShipmentRef, OutgoingRecord>> {
  const remade = new Map<ShipmentRef, OutgoingRecord>();
  if (outdated.length === 0) return remade;
  // A key that nothing can be sealed to holds the shipment like any other.
  const usable = await deps.sealer.prepare(policy);
  const refs = [...new Set(outdated.map(({ shipment }) => shipment.orderRef))];
  const facts = await newestFacts(deps, lane, new Set(refs));
  const { keysOf, blockOf } = await readBlocks(deps, refs, new Map());
  const projected = new Map<OrderRef, Projected>();
  for (const [orderRef, { value, bytes }] of facts) {
    const order = { orderRef, facts: value, bytes };
    projected.set(orderRef, projectOrder(deps, usable, order, keysOf(orderRef), blockOf(orderRef), nowMs));
  }
  for (const { shipment, tombstone } of outdated) {
    const made = projected.get(shipment.orderRef);
    if (made?.kind !== 'ready') continue;
    const { shipmentRef, carrierId, parcel } = shipment;
    const ready = made.parcels.find((one) => one.shipmentRef === shipmentRef) ?? made.forCarrier(carrierId, parcel);
    if (ready === null) continue;
    const { topic, partition, key } = tombstone;
    remade.set(shipmentRef, { topic, partition, key, value: shipmentValue(deps, usable, carrierId, ready.record) });
  }
  return remade;
}

async function newestFacts(deps: RemakeDeps, lane: number, wanted: ReadonlySet<OrderRef>) {
  const newest = new Map<OrderRef, { readonly value: OrderFacts; readonly bytes: Buffer }>();
  for await (const records of deps.log.facts(lane)) {
    const ours = records.filter(({ key }) => wanted.has(key?.toString('utf8') as OrderRef));
    await deps.codec.ensureSchemas(ours.map(({ value }) => value));
    for (const { key, value } of ours) {
      const orderRef = key?.toString('utf8') as OrderRef;
      if (value === null) newest.delete(orderRef);
      else newest.set(orderRef, { value: decodeFacts(deps.codec, value), bytes: value });
    }
  }
  return newest;
}
