// Sealed signals → observations: opened in memory, read, hashed, forgotten.
import { topics } from '#schemas/generated/topics';
import type { SealedCategory, SignalsOfAccount } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, OutgoingRecord, UnitHandler } from '#shared/pipeline/unit';
import type { PolicySource } from '#shared/policy/ports';
import { lane } from '#shared/refs/lane';
import type { Vault } from '#shared/vault/vault';
import { type RawSignals, readSignals, type SignalSources } from '../signals/read-signals.js';
import { eraseObservations } from './erase-observations.js';
import { factsOf, handlesOf } from './observation-record.js';
import type { Receipts } from './receipts.js';

export interface ListVersion {
  readonly name: string;
  readonly version: string;
}

export interface ObserveDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'decode' | 'decodeBare' | 'ensureSchemas'>;
  readonly vault: Pick<Vault, 'keysFor' | 'open'>;
  readonly policy: PolicySource;
  readonly topicName: (name: string) => string;
  readonly sources: SignalSources;
  readonly sealOrderId: (orderId: string) => Buffer;
  /** The lists looked at, as they are now. */
  readonly listVersions: () => readonly ListVersion[];
  readonly receipts: Receipts;
  /** Told what became of each block, for counting. */
  readonly onObserved: (outcome: 'observed' | 'erased' | 'corrupt' | 'of-before', count: number) => void;
}

const SIGNALS = 'fulfilment.orders.SignalsOfAccount';

export function createObserveOrders(deps: ObserveDeps): UnitHandler {
  const { codec, vault, topicName } = deps;
  /** A decision on an order that is erased already would lie there for ever. */
  const undecided = (orderRef: OrderRef): OutgoingRecord => {
    return { topic: topicName(topics.fraudDecisions.name), partition: lane(orderRef), key: orderRef, value: null };
  };
  return async (unit) => {
    const requestsTopic = topicName(topics.erasureRequests.name);
    const requests = unit.records.filter(({ topic }) => topic === requestsTopic);
    const decided = decidedIn(unit.records.filter(({ topic }) => topic === topicName(topics.fraudDecisions.name)));
    const newest = newestOfEach(unit.records.filter(({ topic }) => topic === topicName(topics.ordersSealed.name)));
    await codec.ensureSchemas([...newest.values()]);
    const keys = await vault.keysFor([...newest.keys(), ...decided]);
    const lists = [...deps.listVersions()];
    const policyVersion = deps.policy.current().version;
    const outputs: OutgoingRecord[] = [];
    const counted = { observed: 0, erased: 0, corrupt: 0, 'of-before': 0 };
    for (const [orderRef, value] of newest) {
      const read = openSignals(deps, orderRef, keys, value);
      counted[read.kind]++;
      if (read.kind !== 'observed') continue;
      const { handles, facts } = readSignals(rawOf(read.signals), deps.sources);
      const { orderId, placedAt, amount, currency } = read.signals;
      outputs.push({
        topic: topicName(topics.fraudObservations.name),
        partition: 0,
        key: orderRef,
        value: codec.encode(topics.fraudObservations, {
          orderRef,
          orderId: '',
          placedAt: placedAt as number,
          amount,
          currency,
          handles: handlesOf(handles),
          facts: factsOf(facts),
          lists,
          policyVersion,
          sealedOrderId: deps.sealOrderId(orderId),
        }),
      });
    }
    for (const orderRef of decided) if (keys.get(orderRef)?.kind === 'erased') outputs.push(undecided(orderRef));
    // Behind what was observed in this very unit; whatever comes later of such an order finds its keys destroyed.
    outputs.push(...(await eraseObservations(deps, requests)));
    return {
      outputs,
      afterCommit: () => {
        for (const [outcome, count] of Object.entries(counted)) {
          if (count > 0) deps.onObserved(outcome as keyof typeof counted, count);
        }
      },
    };
  };
}

function decidedIn(records: readonly IncomingRecord[]): ReadonlySet<OrderRef> {
  return new Set(
    records.flatMap(({ key, value }) => (key === null || value === null ? [] : [key.toString('utf8') as OrderRef])),
  );
}

/** The last block of each order; tombstones say nothing here, for observations have a clock of their own. */
function newestOfEach(records: readonly IncomingRecord[]): Map<OrderRef, Buffer> {
  const newest = new Map<OrderRef, Buffer>();
  for (const { key, value } of records) {
    const orderRef = key?.toString('utf8').split('/', 1)[0] as OrderRef | undefined;
    if (orderRef !== undefined && value !== null) newest.set(orderRef, value);
  }
  return newest;
}

type OpenedSignals =
  | { readonly kind: 'observed'; readonly signals: SignalsOfAccount }
  | { readonly kind: 'erased' | 'corrupt' | 'of-before' };

/** @throws KEY_UNREADABLE or INTERNAL_RECORD_UNREADABLE (crash): a person has to look */
function openSignals(
  { codec, vault }: ObserveDeps,
  orderRef: OrderRef,
  keys: Awaited<ReturnType<Vault['keysFor']>>,
  value: Buffer,
): OpenedSignals {
  const found = keys.get(orderRef);
  if (found?.kind === 'erased') return { kind: 'erased' };
  if (found?.kind !== 'keys') throw new FulfilmentError('KEY_UNREADABLE', { reason: found?.kind ?? 'unknown' });
  const { schemaName, block }: SealedCategory = decoded(codec.decode(value, topics.ordersSealed));
  const opened = vault.open(found.keys, orderRef, 'signals', schemaName, block);
  if (opened.kind !== 'opened') return opened;
  const signals = decoded(codec.decodeBare(SIGNALS, opened.plain));
  opened.plain.fill(0);
  return signals.placedAt === null ? { kind: 'of-before' } : { kind: 'observed', signals };
}

function decoded<T>(decoding: { readonly kind: 'decoded'; readonly value: T } | { readonly kind: 'refused' }): T {
  if (decoding.kind === 'decoded') return decoding.value;
  throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.ordersSealed.name });
}

function rawOf(block: SignalsOfAccount): RawSignals {
  const { signals, emailHash, phoneHash, addressHash } = block;
  return {
    placedAt: block.placedAt ?? 0,
    customerId: block.customerId,
    deviceId: signals.deviceId,
    ipAddress: signals.ipAddress,
    userAgent: signals.userAgent,
    acceptLanguage: signals.acceptLanguage,
    accountCreatedAt: signals.accountCreatedAt,
    amount: block.amount,
    shipCountry: block.shipCountry,
    locale: block.locale,
    mailDomain: block.mailDomain,
    mailDigits: block.mailDigits,
    phonePrefix: block.phonePrefix,
    hashes: {
      ...(emailHash === null ? {} : { email: emailHash }),
      ...(phoneHash === null ? {} : { phone: phoneHash }),
      ...(addressHash === null ? {} : { address: addressHash }),
    },
  };
}
