// A newer version of the policy may withdraw fields from carriers: what lies on their topics since before is written anew without them.
// Each lane does it for its own orders, between its units, so that no rewritten record can overtake a correction or a tombstone.
import type { Clock } from '#shared/domain/clock';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { OutgoingRecord, UnitResult } from '#shared/pipeline/unit';
import { narrowsCarrier } from '#shared/policy/narrows-carrier';
import type { Policy } from '#shared/policy/policy';
import type { NarrowingProgress } from '../store/narrowing-progress.js';
import type { CarriersDeps } from './carriers-deps.js';
import { outdatedShipments } from './outdated-shipments.js';
import { remakeSealed } from './remake-sealed.js';
import type { ShipmentsLog } from './shipments-log.js';

export interface NarrowDeps extends Omit<CarriersDeps, 'topicName' | 'gate'> {
  readonly clock: Clock;
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
        outputs.push(
          ...(await narrowCarrier(
            deps,
            before?.policy ?? null,
            inForce,
            carrierId,
            lane,
            MOST_RECORDS - outputs.length,
          )),
        );
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
  before: Policy | null,
  policy: Policy,
  carrierId: string,
  lane: number,
  most: number,
): Promise<readonly OutgoingRecord[]> {
  const outdated = await outdatedShipments(deps, policy, carrierId, lane, most);
  const sealed = outdated.filter(({ rewritten }) => rewritten === null);
  const remade = await remakeSealed(deps, policy, lane, sealed, deps.clock.nowMs());
  // Where the version before is not known, what can't be made for another reason (an agreement that ended) is no sign that it was withdrawn.
  const unmade = before === null ? [] : sealed.filter(({ shipment }) => !remade.has(shipment.shipmentRef));
  return [
    ...outdated.flatMap(({ rewritten }) => rewritten ?? []),
    ...remade.values(),
    ...unmade.map(({ tombstone }) => tombstone),
  ];
}
