// What is to be told to whom: kept until it is told, and after that only that it was. Nothing here names a person or holds a text.
import type { OrderRef } from '#shared/domain/refs';
import type { Notice } from '../domain/notice.js';

export type ChannelId = 'email' | 'sms';

export interface NotedNotice {
  readonly noticeId: string;
  readonly orderRef: OrderRef;
  readonly channel: ChannelId;
  readonly notice: Notice;
  /** By the clock of the machine. */
  readonly notedAtMs: number;
}

/** A notice that one sender has to itself until its lease runs out. */
export interface ClaimedNotice extends NotedNotice {
  /** Tries begun, this one included. */
  readonly tries: number;
}

export interface Contact {
  /** The record of `orders.sealed`, sealed as it came. */
  readonly sealed: Buffer | null;
  readonly orderId: string | null;
}

export type Ending =
  | { readonly state: 'sent' }
  /** The policy does not list it, or there is nobody to tell. */
  | { readonly state: 'dropped'; readonly reason: string }
  | { readonly state: 'undeliverable'; readonly status: string };

export interface Outbox {
  putContacts(contacts: readonly { readonly orderRef: OrderRef; readonly sealed: Buffer }[]): Promise<void>;
  putOrderIds(orders: readonly { readonly orderRef: OrderRef; readonly orderId: string }[]): Promise<void>;
  /** What is there already stays as it is: a repetition adds nothing. Answers how many were new. */
  note(notices: readonly NotedNotice[]): Promise<number>;
  /** The one that has waited longest, from now on leased until `leaseUntilMs`; null: nothing is due. */
  claim(nowMs: number, leaseUntilMs: number): Promise<ClaimedNotice | null>;
  contactOf(orderRef: OrderRef): Promise<Contact | null>;
  /** Nothing when somebody else has claimed it since. */
  end(claimed: ClaimedNotice, ending: Ending): Promise<void>;
  again(claimed: ClaimedNotice, atMs: number, status: string): Promise<void>;
  /** A mail came back after it had been taken. Answers whether there is such a notice. */
  bounced(noticeId: string, status: string): Promise<boolean>;
  /** Everything of these orders; answers per order how many documents are gone. */
  forget(orderRefs: readonly OrderRef[]): Promise<ReadonlyMap<OrderRef, number>>;
  waiting(): Promise<number>;
}
