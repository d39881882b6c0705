// Observations as they travel: typed values of the domain as names and texts, and back without loss.
import type { Observation } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { FACTS } from '../domain/features.js';
import type { OrderOfRecord } from './record-keeper.js';
import { type FactValue, HANDLE_KINDS, type HandleKind, type ObservedOrder } from '../domain/observed-order.js';

/** An order with what its assessment shows beside the features. */
export interface KeptOrder extends ObservedOrder {
  readonly amount: string | null;
  readonly currency: string | null;
  readonly handlesShown: Observation['handles'];
  readonly lists: Observation['lists'];
  readonly policyVersion: number;
}

export function handlesOf(handles: ObservedOrder['handles']): Observation['handles'] {
  return HANDLE_KINDS.flatMap((kind) => {
    const hash = handles[kind];
    return hash === undefined ? [] : [{ kind, hash }];
  });
}

export function factsOf(facts: ObservedOrder['facts']): Observation['facts'] {
  return Object.entries(facts).map(([name, value]) => ({ name, value: String(value) }));
}

/**
 * @param openOrderId opens what was sealed for fraud control; asked when somebody wants to know the number, which only orders of one instant are
 *   ordered by. What was sealed under another key is then KEY_UNREADABLE (crash): they would be put in another order
 */
export function keptOrder(observation: Observation, openOrderId: OpenOrderId): KeptOrder {
  const { orderRef, placedAt, amount, currency, handles, facts, lists, policyVersion } = observation;
  let orderId: string | undefined;
  let read: ObservedOrder['facts'] | undefined;
  return {
    orderRef,
    get orderId() {
      orderId ??= orderIdOf(observation, openOrderId);
      return orderId;
    },
    placedAt,
    handles: readHandles(handles),
    // Only who judges the order asks for them, and most orders are read to be remembered.
    get facts() {
      read ??= readFacts(facts);
      return read;
    },
    amount,
    currency,
    handlesShown: handles,
    lists,
    policyVersion,
  };
}

export type OpenOrderId = (sealed: Buffer) => string | null;

function orderIdOf({ orderId, sealedOrderId }: Observation, open: OpenOrderId): string {
  if (sealedOrderId === null) return orderId;
  const opened = open(sealedOrderId);
  if (opened === null) throw new FulfilmentError('KEY_UNREADABLE', { topic: topics.fraudObservations.name });
  return opened;
}

function readHandles(told: Observation['handles']): ObservedOrder['handles'] {
  const handles: Partial<Record<HandleKind, string>> = {};
  for (const { kind, hash } of told) handles[kind as HandleKind] = hash;
  return handles;
}

const KNOWN_FACTS: ReadonlyMap<string, FactValue> = new Map(Object.entries(FACTS));

/** A fact that this version does not know any more is left out: no rule can ask for it. */
function readFacts(told: Observation['facts']): ObservedOrder['facts'] {
  const facts: Record<string, FactValue> = {};
  for (const { name, value } of told) {
    const known = KNOWN_FACTS.get(name);
    if (known === undefined) continue;
    if (typeof known === 'number') facts[name] = Number(value);
    else facts[name] = typeof known === 'boolean' ? value === 'true' : value;
  }
  return facts;
}

/** An order with the bytes it was read from. */
export type ReadOrder = KeptOrder & OrderOfRecord;

/** @throws INTERNAL_RECORD_UNREADABLE (crash): fraud is the only writer of observations */
export function decodeObservation(
  { codec, openOrderId }: { readonly codec: Pick<AvroCodec, 'decode'>; readonly openOrderId: OpenOrderId },
  record: Buffer,
): ReadOrder {
  const decoded = codec.decode(record, topics.fraudObservations);
  if (decoded.kind === 'decoded') return Object.assign(keptOrder(decoded.value, openOrderId), { record });
  throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.fraudObservations.name });
}
