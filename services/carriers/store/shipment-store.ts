// The port of what carriers keeps: sealed address blocks, released shipments, and orders that wait for their block or their release.
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';
import type { Clearance } from '../domain/clearance.js';
import { type GoneOut, parcelCount, type Stage } from '../domain/reconcile.js';
import type { ReleaseTry } from '../domain/release-try.js';

export interface StoredBlock {
  readonly orderRef: OrderRef;
  /** The record of `orders.sealed` as it came: still sealed. */
  readonly sealed: Buffer;
}

/** What is to be known of an order that goes out, or whose parcels change. */
export interface Release extends ReleaseTry {
  readonly goneOut: GoneOut;
}

/** An order of which something went out. */
export interface ReleasedOrder extends GoneOut {
  readonly orderRef: OrderRef;
  /** Grows with every write, so that nobody overwrites what they have not read. */
  readonly version: number;
  /** Of the last try, see `isSameTry`. */
  readonly marks: readonly string[];
  /** Its addresses are gone: kept as a guard that can still name the tombstones. */
  readonly erased: boolean;
}

export interface KnownShipment {
  readonly shipmentRef: ShipmentRef;
  readonly orderRef: OrderRef;
  readonly carrierId: string;
  readonly parcel: number;
  readonly stage: Stage;
  /** How many the order goes out in. */
  readonly parcels: number;
  /** True once its order was erased: kept as a guard, without anything else. */
  readonly erased: boolean;
}

export interface Advance {
  readonly shipment: KnownShipment;
  readonly stage: Stage;
}

export interface WaitingOrder {
  readonly orderRef: OrderRef;
  readonly lane: number;
  /** The record of `orders.facts` as it came. */
  readonly facts: Buffer;
  /** When it began to wait, machine time. */
  readonly since: number;
}

export interface ShipmentStore {
  /** Keeps blocks; a newer one replaces an older one. */
  putBlocks(blocks: readonly StoredBlock[]): Promise<void>;
  blocksOf(orderRefs: readonly OrderRef[]): Promise<Map<OrderRef, Buffer>>;
  /** Takes orders for their first release, each at most once a call; answers for each what is there already, or null when it was taken. */
  claimReleases(releases: readonly Release[]): Promise<readonly (ReleasedOrder | null)[]>;
  releasesOf(orderRefs: readonly OrderRef[]): Promise<Map<OrderRef, ReleasedOrder>>;
  /**
   * Writes what has changed, each only if it still is as it was read.
   * @returns false when somebody else changed one of them meanwhile: read all of them again and decide anew, the others are then repeated
   */
  changeReleases(changes: readonly { readonly before: ReleasedOrder; readonly release: Release }[]): Promise<boolean>;
  /** Notes how far parcels got. @returns false when somebody else changed one of them meanwhile: read all of them again */
  advance(steps: readonly Advance[]): Promise<boolean>;
  shipmentsByRef(refs: readonly ShipmentRef[]): Promise<Map<ShipmentRef, KnownShipment>>;
  /** All that ever went out, withdrawn ones included. */
  shipmentsOf(orderRefs: readonly OrderRef[]): Promise<readonly KnownShipment[]>;
  /** Keeps what fraud control said; what is known and newer stays. */
  putClearances(clearances: ReadonlyMap<OrderRef, Clearance>): Promise<void>;
  clearancesOf(orderRefs: readonly OrderRef[]): Promise<Map<OrderRef, Clearance>>;
  /** Keeps orders that wait; newer facts replace older ones. */
  putWaiting(orders: readonly WaitingOrder[]): Promise<void>;
  waitingIn(lane: number): Promise<readonly WaitingOrder[]>;
  forgetWaiting(orderRefs: readonly OrderRef[]): Promise<void>;
  /** Deletes blocks, clearances and waiting entries; shipments stay as guards without anything but their refs. */
  erase(orderRefs: readonly OrderRef[], atMs: number): Promise<void>;
}

export function toShipments(order: ReleasedOrder): KnownShipment[] {
  const { orderRef, erased } = order;
  const parcels = parcelCount(order);
  return order.parcels.map(({ shipmentRef, carrierId, parcel, stage }) => {
    return { shipmentRef: shipmentRef as ShipmentRef, orderRef, carrierId, parcel, stage, parcels, erased };
  });
}
