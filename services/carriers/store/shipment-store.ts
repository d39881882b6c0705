// The port of what carriers keeps: sealed address blocks, released shipments, and orders that wait for their block or their release.
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';
import type { ClaimOutcome } from '#shared/mongo/insert-claims';

export interface StoredBlock {
  readonly orderRef: OrderRef;
  /** The record of `orders.sealed` as it came: still sealed. */
  readonly sealed: Buffer;
}

export interface Shipment {
  readonly shipmentRef: ShipmentRef;
  readonly orderRef: OrderRef;
  readonly carrierId: string;
  readonly parcel: number;
  readonly parcels: number;
}

export interface KnownShipment extends Shipment {
  /** True once its order was erased: kept as a guard, without anything else. */
  readonly erased: boolean;
}

export interface WaitingOrder {
  readonly orderRef: OrderRef;
  readonly lane: number;
  /** Where the facts lay that first allowed the release. */
  readonly claim: string;
  /** The record of `orders.facts` as it came. */
  readonly facts: Buffer;
}

export interface ShipmentStore {
  /** Keeps blocks; a newer one replaces an older one. */
  putBlocks(blocks: readonly StoredBlock[]): Promise<void>;
  blocksOf(orderRefs: readonly OrderRef[]): Promise<Map<OrderRef, Buffer>>;
  /** The first position to claim a shipment releases it, and may do so again after a crash; others find it taken. */
  claimShipments(shipments: readonly (Shipment & { readonly claim: string })[]): Promise<readonly ClaimOutcome[]>;
  shipmentsByRef(refs: readonly ShipmentRef[]): Promise<Map<ShipmentRef, KnownShipment>>;
  shipmentsOf(orderRefs: readonly OrderRef[]): Promise<readonly KnownShipment[]>;
  putWaiting(orders: readonly WaitingOrder[]): Promise<void>;
  waitingIn(lane: number): Promise<readonly WaitingOrder[]>;
  forgetWaiting(orderRefs: readonly OrderRef[]): Promise<void>;
  /** Deletes blocks and waiting entries; shipments stay as guards without anything but their refs. Answers how many documents were touched. */
  erase(orderRefs: readonly OrderRef[], atMs: number): Promise<number>;
}
