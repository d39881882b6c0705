// A carrier that is being removed gives back what it holds: each lane writes tombstones for its own orders' live records on that carrier's
// topic, between its units, as nobody else may write there. Nothing new comes: its release has ended before.
import { parseShipmentRef, type ShipmentRef } from '#shared/domain/refs';
import type { OutgoingRecord, UnitResult } from '#shared/pipeline/unit';
import { lane as laneOf } from '#shared/refs/lane';
import type { CarriersDeps } from './carriers-deps.js';
import type { ShipmentsLog } from './shipments-log.js';

export interface TakeBackDeps extends Pick<CarriersDeps, 'policy'> {
  readonly store: Pick<CarriersDeps['store'], 'shipmentsByRef'>;
  readonly log: Pick<ShipmentsLog, 'records'>;
}

export interface TakeBack {
  /** Takes some of it back; nothing once all is. Safe to end anywhere: the next look finds what is left. */
  step(lane: number): Promise<UnitResult>;
  close(lane: number): void;
}

const MOST_RECORDS = 2_000;
const REASON = 'CARRIER_REMOVED';
const NOTHING: UnitResult = Object.freeze({ outputs: [] });

export function createTakeBack(deps: TakeBackDeps): TakeBack {
  const emptied = new Map<number, Set<string>>();
  return {
    step: async (lane) => {
      const policy = deps.policy.current();
      const done = emptied.get(lane) ?? new Set();
      emptied.set(lane, done);
      for (const { id, standing } of policy.carriers.values()) {
        if (standing !== 'leaving') done.delete(id);
        else if (!done.has(id)) {
          const outputs = await tombstonesFor(deps, id, lane, String(policy.version));
          if (outputs.length > 0) return { outputs };
          // Only a look that finds nothing proves that all is committed.
          done.add(id);
        }
      }
      return NOTHING;
    },
    close: (lane) => void emptied.delete(lane),
  };
}

async function tombstonesFor(
  { store, log }: TakeBackDeps,
  carrierId: string,
  lane: number,
  policyVersion: string,
): Promise<readonly OutgoingRecord[]> {
  const live = new Map<ShipmentRef, OutgoingRecord>();
  const headers = { reason: REASON, 'policy-version': policyVersion };
  for await (const records of log.records(carrierId)) {
    for (const { topic, partition, key, value } of records) {
      const shipmentRef = parseShipmentRef(key?.toString('utf8') ?? '');
      // The heartbeat's key, for one, is no reference.
      if (shipmentRef === undefined) continue;
      if (value === null) live.delete(shipmentRef);
      else live.set(shipmentRef, { topic, partition, key: shipmentRef, value: null, headers });
    }
  }
  const known = await store.shipmentsByRef([...live.keys()]);
  const own = [...live].filter(([shipmentRef]) => {
    const shipment = known.get(shipmentRef);
    // What nobody knows is taken back by the first lane.
    return shipment === undefined ? lane === 0 : laneOf(shipment.orderRef) === lane;
  });
  return own.slice(0, MOST_RECORDS).map(([, tombstone]) => tombstone);
}
