// The events of one order as intake's decisions see them: checked, split from their personal blocks, with their position.
import type { CancelReason, FactItem, FactParcel } from './order-state.js';

interface EventBase {
  readonly eventId: string;
  readonly orderId: string;
  readonly orderRef: string;
  /** `topic:partition:offset` of the record. */
  readonly position: string;
  /** ms since the epoch, by the publisher's clock. */
  readonly occurredAt: number;
}

export interface Placed extends EventBase {
  readonly type: 'placed';
  readonly customerRef: string;
  readonly destinationCountry: string;
  readonly carrierId: string;
  readonly serviceLevel: string;
  readonly deliveryKind: 'HOME' | 'PICKUP_POINT';
  readonly items: readonly FactItem[];
  readonly amount: string;
  readonly currency: string;
}

/** An OrderPlaced that was refused by name: the order service is told, and the order can be placed again once mended. */
export interface PlacementRefused extends EventBase {
  readonly type: 'placement-refused';
  readonly codes: readonly string[];
  /** Of the fields at fault. */
  readonly fieldPaths: readonly string[];
}

export interface PaymentConfirmed extends EventBase {
  readonly type: 'payment-confirmed';
}

export interface Cancelled extends EventBase {
  readonly type: 'cancelled';
  readonly reason: CancelReason;
}

export interface Packed extends EventBase {
  readonly type: 'packed';
  readonly parcels: readonly FactParcel[];
}

/** Another carrier takes over what the first one does not have in hands yet. */
export interface Rerouted extends EventBase {
  readonly type: 'rerouted';
  readonly carrierId: string;
  readonly serviceLevel: string;
}

/** The address itself travels as a block, to be sealed. */
export interface AddressCorrected extends EventBase {
  readonly type: 'address-corrected';
  readonly destinationCountry: string;
  readonly carrierId: string;
  readonly serviceLevel: string;
  readonly deliveryKind: 'HOME' | 'PICKUP_POINT';
}

export interface AfterSales extends EventBase {
  readonly type: 'after-sales-opened' | 'after-sales-closed';
  readonly caseId: string;
}

export type OrderEvent =
  | Placed
  | PlacementRefused
  | PaymentConfirmed
  | Cancelled
  | Packed
  | Rerouted
  | AddressCorrected
  | AfterSales;

/** Events with a personal block: it can only be sealed, and so kept, with the keys of an order that is there. */
export function bearsBlocks({ type }: OrderEvent): boolean {
  return type === 'placed' || type === 'address-corrected';
}
