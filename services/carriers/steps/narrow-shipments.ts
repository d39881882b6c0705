// A newer version of the policy may withdraw fields from carriers: what lies on their topics since before is written anew without them.
// Each lane does it for its own orders, between its units, so that no rewritten record can overtake a correction or a tombstone.
import { carrierTopics } from '#schemas/generated/topics';
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';
import { parseShipmentRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, OutgoingRecord, UnitResult } from '#shared/pipeline/unit';
import { narrowRecord } from '#shared/policy/narrow-record';
import { narrowsCarrier } from '#shared/policy/narrows-carrier';
import type { Policy } from '#shared/policy/policy';
import type { ShipmentRecord } from '#shared/policy/release/release-order';
import { lane as laneOf } from '#shared/refs/lane';
import type { NarrowingProgress } from '../store/narrowing-progress.js';
import type { CarriersDeps } from './carriers-deps.js';
import type { ShipmentsLog } from './shipments-log.js';

export interface NarrowDeps extends Pick<CarriersDeps, 'codec' | 'policy'> {
  readonly store: Pick<CarriersDeps['store'], 'shipmentsByRef'>;
  readonly progress: NarrowingProgress;
  readonly log: ShipmentsLog;
  /** Told after the commit. */
  readonly onNarrowed: (records: number) => void;
}

export interface NarrowShipments {
  /** Before the lane's first unit. @throws POLICY_PENDING (retry) while this process lags behind what the lane was narrowed to */
  open(lane: number): Promise<void>;
  close(lane: number): void;
  /** Rewrites some of what is outdated; nothing once all is narrowed to the version in force. Safe to end anywhere: it begins anew. */
  step(lane: number): Promise<UnitResult>;
}

interface Reached {
  readonly version: number;
  /** Of that version; null where this process never ran it. */
  readonly policy: Policy | null;
}

/** Records rewritten in one transaction, and outdated ones kept in memory at a time. */
const MOST_RECORDS = 2_000;
const NOTHING: UnitResult = Object.freeze({ outputs: [] });
const REASON = 'POLICY_WITHDRAWN';

export function createNarrowShipments(deps: NarrowDeps): NarrowShipments {
  const { policy, progress } = deps;
  const reached = new Map<number, Reached>();
  return {
    open: async (lane) => {
      const version = (await progress.versionOf(lane)) ?? 0;
      const inForce = policy.current();
      if (version > inForce.version) throw new FulfilmentError('POLICY_PENDING', { version, inForce: inForce.version });
      reached.set(lane, { version, policy: version === inForce.version ? inForce : null });
    },
    close: (lane) => void reached.delete(lane),
    step: async (lane) => {
      const inForce = policy.current();
      const before = reached.get(lane);
      if (before !== undefined && before.version >= inForce.version) return NOTHING;
      const outputs: OutgoingRecord[] = [];
      for (const carrierId of await carriersToRead(deps, before?.policy ?? null, inForce)) {
        outputs.push(...(await narrowCarrier(deps, inForce, carrierId, lane, MOST_RECORDS - outputs.length)));
        if (outputs.length >= MOST_RECORDS) break;
      }
      if (outputs.length > 0) return { outputs, afterCommit: () => deps.onNarrowed(outputs.length) };
      // Only a look that finds nothing proves that all is committed.
      await progress.reach(lane, inForce.version);
      reached.set(lane, { version: inForce.version, policy: inForce });
      return NOTHING;
    },
  };
}

/** All carriers, unless the version before is known and took nothing away from some of them. */
async function carriersToRead(deps: NarrowDeps, before: Policy | null, inForce: Policy): Promise<readonly string[]> {
  const known = before === null ? [] : [...before.carriers.keys()];
  if (before !== null && !known.some((id) => narrowsCarrier(before, inForce, id))) return [];
  const all = await deps.log.carrierIds();
  return before === null ? all : all.filter((id) => !known.includes(id) || narrowsCarrier(before, inForce, id));
}

async function narrowCarrier(
  deps: NarrowDeps,
  policy: Policy,
  carrierId: string,
  lane: number,
  most: number,
): Promise<readonly OutgoingRecord[]> {
  const outdated = new Map<ShipmentRef, OutgoingRecord>();
  const skipped = new Set<ShipmentRef>();
  for await (const records of deps.log.records(carrierId)) {
    await deps.codec.ensureSchemas(records.map(({ value }) => value));
    const found = new Map<ShipmentRef, OutgoingRecord>();
    for (const record of records) {
      const shipmentRef = parseShipmentRef(record.key?.toString('utf8') ?? '');
      // The heartbeat's key, for one, is no reference.
      if (shipmentRef === undefined) continue;
      const rewritten = rewrite(deps, policy, carrierId, record);
      found.delete(shipmentRef);
      outdated.delete(shipmentRef);
      if (rewritten !== null && !skipped.has(shipmentRef)) found.set(shipmentRef, rewritten);
    }
    for (const shipmentRef of await foreignTo(deps, lane, [...found.keys()])) {
      found.delete(shipmentRef);
      skipped.add(shipmentRef);
    }
    // What finds no room now is found in the next look.
    for (const [shipmentRef, rewritten] of found) if (outdated.size < most) outdated.set(shipmentRef, rewritten);
  }
  return [...outdated.values()];
}

/** Shipments of other lanes' orders, of erased orders, and such as nobody knows. */
async function foreignTo(
  deps: NarrowDeps,
  lane: number,
  shipmentRefs: readonly ShipmentRef[],
): Promise<readonly ShipmentRef[]> {
  const known = await deps.store.shipmentsByRef(shipmentRefs);
  return shipmentRefs.filter((shipmentRef) => {
    const shipment = known.get(shipmentRef);
    return shipment === undefined || shipment.erased || laneOf(shipment.orderRef satisfies OrderRef) !== lane;
  });
}

/** What takes the place of a record: without the fields that were withdrawn, or a tombstone; null when it may stay. */
function rewrite(
  { codec }: NarrowDeps,
  policy: Policy,
  carrierId: string,
  record: IncomingRecord,
): OutgoingRecord | null {
  const { topic, partition, offset, key, value } = record;
  if (value === null) return null;
  const place = { topic, partition, key: key?.toString('utf8') ?? '' };
  const headers = { reason: REASON, 'policy-version': String(policy.version) };
  if (!policy.carriers.has(carrierId)) return { ...place, value: null, headers };
  const { shipments } = carrierTopics(carrierId);
  const decoded = codec.decode(value, shipments);
  // Sealed to the carrier: nobody here can look into it, nor take a field out of it.
  if (decoded.kind === 'refused' && decoded.code === 'EVENT_TYPE_UNEXPECTED') return null;
  if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic, partition, offset });
  const old = decoded.value as unknown as ShipmentRecord;
  const narrowed = narrowRecord(policy, carrierId, old, decoded.unknownFields.length > 0);
  if (narrowed.kind === 'unchanged') return null;
  if (narrowed.kind === 'withdrawn') return { ...place, value: null, headers };
  return { ...place, value: codec.encode(shipments, narrowed.record as unknown as Readonly<Record<string, unknown>>) };
}
