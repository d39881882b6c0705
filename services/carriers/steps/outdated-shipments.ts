// Looks through the topic of a carrier for records of one lane's orders that hold more than the version in force allows.
import { type ShipmentRef, parseShipmentRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { narrowRecord } from '#shared/policy/narrow-record';
import type { Policy } from '#shared/policy/policy';
import type { ShipmentRecord } from '#shared/policy/release/release-order';
import { lane as laneOf } from '#shared/refs/lane';
import type { KnownShipment } from '../store/shipment-store.js';
import type { CarriersDeps } from './carriers-deps.js';
import type { ShipmentsLog } from './shipments-log.js';
import { topicsOf } from './shipment-value.js';

export interface LookDeps extends Pick<CarriersDeps, 'codec'> {
  readonly store: Pick<CarriersDeps['store'], 'shipmentsByRef'>;
  readonly log: Pick<ShipmentsLog, 'records'>;
}

export interface OutdatedShipment {
  readonly shipment: KnownShipment;
  /** What takes the place of the record; null where it is sealed to the carrier, so that nobody here can take a field out of it. */
  readonly rewritten: OutgoingRecord | null;
  /** Takes its place when nothing else can. */
  readonly tombstone: OutgoingRecord;
}

interface Found {
  readonly rewritten: OutgoingRecord | null;
  readonly tombstone: OutgoingRecord;
}

const REASON = 'POLICY_WITHDRAWN';
const SEALED_SHIPMENT = 'fulfilment.carriers.SealedShipment';

/** At most so many; what finds no room is found in the next look. */
export async function outdatedShipments(
  deps: LookDeps,
  policy: Policy,
  carrierId: string,
  lane: number,
  most: number,
): Promise<readonly OutdatedShipment[]> {
  const outdated = new Map<ShipmentRef, OutdatedShipment>();
  const skipped = new Set<ShipmentRef>();
  for await (const records of deps.log.records(carrierId)) {
    await deps.codec.ensureSchemas(records.map(({ value }) => value));
    const found = new Map<ShipmentRef, Found>();
    for (const record of records) {
      const shipmentRef = parseShipmentRef(record.key?.toString('utf8') ?? '');
      // The heartbeat's key, for one, is no reference.
      if (shipmentRef === undefined) continue;
      const judged = judge(deps, policy, carrierId, record);
      found.delete(shipmentRef);
      outdated.delete(shipmentRef);
      if (judged !== null && !skipped.has(shipmentRef)) found.set(shipmentRef, judged);
    }
    const known = await deps.store.shipmentsByRef([...found.keys()]);
    for (const [shipmentRef, judged] of found) {
      const shipment = known.get(shipmentRef);
      if (!isOfLane(shipment, lane)) skipped.add(shipmentRef);
      else if (outdated.size < most) outdated.set(shipmentRef, { shipment, ...judged });
    }
  }
  return [...outdated.values()];
}

/** False for shipments of other lanes' orders, of erased orders, and such as nobody knows. */
function isOfLane(shipment: KnownShipment | undefined, lane: number): shipment is KnownShipment {
  return shipment !== undefined && !shipment.erased && laneOf(shipment.orderRef) === lane;
}

/** Null when the record may stay as it is. */
function judge({ codec }: LookDeps, policy: Policy, carrierId: string, record: IncomingRecord): Found | null {
  const { topic, partition, offset, key, value } = record;
  if (value === null) return null;
  const place = { topic, partition, key: key?.toString('utf8') ?? '' };
  const headers = { reason: REASON, 'policy-version': String(policy.version) };
  const tombstone: OutgoingRecord = { ...place, value: null, headers };
  if (!policy.carriers.has(carrierId)) return { rewritten: tombstone, tombstone };
  const { shipments, sealedShipments } = topicsOf(carrierId);
  const sealed = codec.decode(value, sealedShipments);
  if (sealed.kind === 'decoded' && sealed.recordName === SEALED_SHIPMENT)
    return sealed.value.policyVersion < policy.version ? { rewritten: null, tombstone } : null;
  const decoded = codec.decode(value, shipments);
  if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic, partition, offset });
  const old = decoded.value as unknown as ShipmentRecord;
  const narrowed = narrowRecord(policy, carrierId, old, decoded.unknownFields.length > 0);
  if (narrowed.kind === 'unchanged') return null;
  if (narrowed.kind === 'withdrawn') return { rewritten: tombstone, tombstone };
  const bytes = codec.encode(shipments, narrowed.record as unknown as Readonly<Record<string, unknown>>);
  return { rewritten: { ...place, value: bytes }, tombstone };
}
