// The port of what the desk keeps of each order: its facts, its blocks as they came (sealed), and where it stands. Nothing readable of a person.
import type { OrderRef } from '#shared/domain/refs';

export interface ShelvedOrder {
  readonly orderRef: OrderRef;
  /** Record of `orders.facts`; null: not read yet. */
  readonly facts: Buffer | null;
  /** Record of `orders.statuses`; null: not read yet. */
  readonly status: Buffer | null;
  /** Of each status that the order came to, its last record, by the name of the status. */
  readonly stages: ReadonlyMap<string, Buffer>;
  /** Records of `orders.sealed` by category, still sealed. */
  readonly blocks: ReadonlyMap<string, Buffer>;
}

export type ShelfPart = 'facts' | 'status' | `stages.${string}` | `blocks.${string}`;

/** A part of an order that came; null: it was taken back. */
export interface ShelfChange {
  readonly orderRef: OrderRef;
  readonly part: ShelfPart;
  readonly value: Buffer | null;
  /** With facts: whose order it is. */
  readonly customerRef?: string | null;
}

export interface OrderShelf {
  /** In this order; may be repeated. What belongs to an erased order is passed over. */
  apply(changes: readonly ShelfChange[]): Promise<void>;
  /** Deletes these orders and lets nothing of them come back; answers which of them were there. */
  erase(orderRefs: readonly OrderRef[]): Promise<ReadonlySet<OrderRef>>;
  /** 'erased' once it was; null: never heard of. */
  find(orderRef: OrderRef): Promise<ShelvedOrder | 'erased' | null>;
  /** As `find`, without its stages, and of its blocks only the one to ship by: what a look by customer service shows. */
  glance(orderRef: OrderRef): Promise<ShelvedOrder | 'erased' | null>;
  /** The newest first is not promised; at most `limit`. */
  ofCustomer(customerRef: string, limit: number): Promise<readonly ShelvedOrder[]>;
}
