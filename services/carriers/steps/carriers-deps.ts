// What the steps of carriers need, narrowed per step by Pick.
import type { OrderFacts } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import type { OrderRef } from '#shared/domain/refs';
import type { PolicySource } from '#shared/policy/ports';
import type { Refs } from '#shared/refs/refs';
import type { Vault } from '#shared/vault/vault';
import type { ShipmentSealer } from '../adapters/shipment-sealer.js';
import type { FraudGate } from './fraud-gate.js';
import type { ShipmentStore } from '../store/shipment-store.js';

export interface CarriersDeps {
  readonly codec: AvroCodec;
  readonly vault: Pick<Vault, 'keysFor' | 'open'>;
  readonly refs: Pick<Refs, 'shipmentRef'>;
  readonly policy: Pick<PolicySource, 'current'>;
  readonly store: ShipmentStore;
  readonly gate: FraudGate;
  /** For carriers in sealed mode. */
  readonly sealer: ShipmentSealer;
  /** The real name of a topic of the catalogue. */
  readonly topicName: (name: string) => string;
}

/** Facts that allow a release. */
export interface ReleasableOrder {
  readonly orderRef: OrderRef;
  readonly facts: OrderFacts;
  /** The facts as they came, to be kept while the order waits. */
  readonly bytes: Buffer;
}

/** An order that may go now, and the records of this unit that say so. */
export interface CalledOrder extends ReleasableOrder {
  readonly positions: readonly string[];
  /** All waiting orders are tried, whatever the records say. */
  readonly isTriedAnew: boolean;
  /** When it began to wait, machine time; absent: it did not wait. */
  readonly since?: number;
}

/** An order that can't go yet. */
export interface StayingOrder extends ReleasableOrder {
  /** What it waits for. */
  readonly code: string;
  /** When to try it again although nothing came, machine time; null: not by time. */
  readonly callAt: number | null;
}
