// The port of what carriers keeps: sealed address blocks, released shipments, and orders that wait for their block or their release.
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';

export interface StoredBlock {
  readonly orderRef: OrderRef;
  /** The record of `orders.sealed` as it came: still sealed. */
  readonly sealed: Buffer;
}

/** What brings a release about, and so tells a repetition from a second one. */
export interface ReleaseTry {
  readonly orderRef: OrderRef;
  /** Positions (`topic:partition:offset`) of the records of this unit that brought the release about. */
  readonly positions: readonly string[];
  /** The lane's waiting orders were tried anew, this one among them: that needs no record of its own. */
  readonly isTriedAnew: boolean;
}

/** An order on its way out, with all its parcels: it goes whole or not at all. */
export interface Release extends ReleaseTry {
  readonly carrierId: string;
  readonly parcels: readonly { readonly shipmentRef: ShipmentRef; readonly parcel: number }[];
}

/**
 * - `won`: nobody released this order before
 * - `repeat`: a unit that was never committed did
 * - `lost`: it is released
 */
export type ReleaseOutcome = 'won' | 'repeat' | 'lost';

export interface KnownShipment {
  readonly shipmentRef: ShipmentRef;
  readonly orderRef: OrderRef;
  readonly carrierId: string;
  readonly parcel: number;
  /** How many the order has. */
  readonly parcels: number;
  /** True once its order was erased: kept as a guard, without anything else. */
  readonly erased: boolean;
}

export interface WaitingOrder {
  readonly orderRef: OrderRef;
  readonly lane: number;
  /** The record of `orders.facts` as it came. */
  readonly facts: Buffer;
}

export interface ShipmentStore {
  /** Keeps blocks; a newer one replaces an older one. */
  putBlocks(blocks: readonly StoredBlock[]): Promise<void>;
  blocksOf(orderRefs: readonly OrderRef[]): Promise<Map<OrderRef, Buffer>>;
  /**
   * Takes orders for release, each at most once a call. A unit's positions are committed together: one of them coming again proves that the
   * release they brought about was not committed. Then it is repeated, and what it plans now replaces what was planned before.
   */
  claimReleases(releases: readonly Release[]): Promise<readonly ReleaseOutcome[]>;
  /** Takes back what uncommitted tries for these orders left, because the policy holds them now; answers those that are released for good. */
  withdraw(tries: readonly ReleaseTry[]): Promise<ReadonlySet<OrderRef>>;
  shipmentsByRef(refs: readonly ShipmentRef[]): Promise<Map<ShipmentRef, KnownShipment>>;
  shipmentsOf(orderRefs: readonly OrderRef[]): Promise<readonly KnownShipment[]>;
  /** Keeps orders that wait; newer facts replace older ones. */
  putWaiting(orders: readonly WaitingOrder[]): Promise<void>;
  waitingIn(lane: number): Promise<readonly WaitingOrder[]>;
  forgetWaiting(orderRefs: readonly OrderRef[]): Promise<void>;
  /** Deletes blocks and waiting entries; shipments stay as guards without anything but their refs. */
  erase(orderRefs: readonly OrderRef[], atMs: number): Promise<void>;
}

/** Stands for a position where no record brought the release about. After a crash the lane tries its waiting orders anew in its first unit. */
const TRIED_ANEW = 'tried-anew';

/** What to remember of a try, so that `isSameTry` knows it again. */
export function marksOf({ positions }: Pick<ReleaseTry, 'positions'>): readonly string[] {
  return positions.length === 0 ? [TRIED_ANEW] : positions;
}

/** @param marks what was remembered of the last try for this order */
export function isSameTry({ positions, isTriedAnew }: ReleaseTry, marks: readonly string[]): boolean {
  if (isTriedAnew && marks.includes(TRIED_ANEW)) return true;
  return positions.some((position) => marks.includes(position));
}
