// The erasure service as a whole, its three consumers and two participants, on a Kafka, a MongoDB and a vault in memory.
import { topics } from '#schemas/generated/topics';
import type {
  ErasureAlarm,
  ErasureCommand,
  ErasureRequest,
  LedgerEntry,
  OrderFacts,
  OrderStatus,
  Participant,
  ShipmentProgress,
  SignedReceipt,
} from '#schemas/generated/records';
import type { OrderRef } from '#shared/domain/refs';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import { isReceiptKey, isSignedBy } from '#shared/receipts/signed-receipt';
import { LANES, lane } from '#shared/refs/lane';
import { createMemoryKeyring } from '#shared/vault/memory-keyring';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createVault } from '#shared/vault/vault';
import { createLifecycle } from '#services/erasure/flow';
import type { LedgerClaims } from '#services/erasure/ledger/ledger-claims';
import { createLedgerSigner } from '#shared/ledger-proof/checkpoint';
import { createLedgerWriter } from '#services/erasure/ledger/ledger-writer';
import { createRecentOrders } from '#services/erasure/store/recent-orders';
import { createShredder } from '#services/erasure/shredder/shredder-flow';
import { createMemoryStoreRegister } from './memory-store-register.js';
import { topicSource } from './topic-source.js';
import { createMemoryCommandLog } from './memory-command-log.js';
import { createMemoryOrderStore } from './memory-order-store.js';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';
import { createSmallKafka, type SmallConsumer } from './small-kafka.js';

export const { codec } = await givenCodec();
export const topicName = (name: string): string => `t.${name}`;

const byLane = (name: string) => ({ topic: topicName(name), partitionOf: (one: number) => one });
const single = (name: string) => ({ topic: topicName(name), partitionOf: (one: number) => (one === 0 ? 0 : null) });

/** @param policy under which everything falls due */
export function createSmallWorld(policy: Policy) {
  const kafka = createSmallKafka();
  const store = createMemoryOrderStore();
  const vault = createVault({ store: createMemoryKeyStore(), keyring: createMemoryKeyring() });
  const commandLog = createMemoryCommandLog();
  const claims = createMemoryClaims();
  let nowMs = 0;
  let machineNowMs = 0;
  const refused: string[] = [];
  const life = createLifecycle({
    codec,
    vault,
    store: createRecentOrders(store),
    commandLog,
    policy: { current: () => policy },
    clock: { nowMs: () => nowMs },
    machineClock: { nowMs: () => machineNowMs },
    random: () => 0.5,
    topicName,
    participants: ['intake', 'carriers'],
    overdueMs: 60_000,
    register: createMemoryStoreRegister(),
    claims,
    isSignedBy,
    isReceiptKey,
    reserved: ['intake', 'carriers', 'ledger'],
    reminders: { firstMs: 1_000, longestMs: 8_000 },
    batch: 4,
    sealDeadLetters: (refusals) => {
      refused.push(...refusals.map(({ code }) => code));
      return Promise.resolve(
        refusals.map(({ record }) => ({
          ...record,
          topic: topicName('erasure.dead-letters'),
          partition: 0,
          headers: {},
        })),
      );
    },
    observer: {
      refused: () => undefined,
      receipts: () => undefined,
      started: () => undefined,
      completed: () => undefined,
    },
  });
  const ledger = createLedgerWriter({
    codec,
    claims,
    source: topicSource(kafka, topicName('erasure.ledger')),
    checkpoints: topicSource(kafka, topicName('erasure.checkpoints')),
    signer: createLedgerSigner(Buffer.alloc(32, 7)),
    clock: { nowMs: () => machineNowMs },
    topicName,
  });
  const shredder = createShredder({
    codec,
    vault,
    topicName,
    onShredded: () => undefined,
  });

  const consumers: readonly SmallConsumer[] = [
    {
      name: 'erasure',
      inputs: [
        byLane('orders.facts'),
        byLane('shipments.progress'),
        byLane('erasure.receipts'),
        byLane('erasure.commands'),
        byLane('erasure.confirmations'),
        single('erasure.participants'),
      ],
      handler: life.handler,
      tick: life.tick,
      onAssigned: life.onAssigned,
    },
    {
      name: 'erasure-ledger',
      inputs: [single('erasure.intents')],
      handler: ledger.handler,
      tick: ledger.tick,
      onAssigned: ledger.onAssigned,
    },
    { name: 'erasure-shredder', inputs: [single('erasure.ledger')], handler: shredder },
    ...['intake', 'carriers'].map((name) => ({
      name,
      inputs: [byLane('erasure.requests')],
      handler: ({ records }: { records: readonly IncomingRecord[] }) =>
        Promise.resolve({ outputs: records.map((record) => receipt(decode(topics.erasureRequests, record), name)) }),
    })),
  ];

  function receipt(request: ErasureRequest, participant: string): OutgoingRecord {
    const { erasureId, orderRef } = request;
    const value = { erasureId, orderRef, participant, deletedRecords: 1, deletedDocuments: 0, at: nowMs };
    return {
      topic: topicName('erasure.receipts'),
      partition: lane(orderRef as OrderRef),
      key: erasureId,
      value: codec.encode(topics.erasureReceipts, value),
    };
  }

  return {
    kafka,
    store,
    vault,
    refused,
    commandLog,
    consumers,
    lanes: Array.from({ length: LANES }, (_, index) => index),
    now: () => nowMs,
    setNow: (ms: number) => void (nowMs = ms),
    passMachineMs: (ms: number) => void (machineNowMs += ms),
    publishFacts: (facts: OrderFacts) =>
      kafka.append([record('orders.facts', facts.orderRef, codec.encode(topics.ordersFacts, facts))]),
    publishProgress: (progress: ShipmentProgress) =>
      kafka.append([record('shipments.progress', progress.orderRef, codec.encode(topics.shipmentsProgress, progress))]),
    publishReceipt: (request: ErasureRequest, participant: string) => kafka.append([receipt(request, participant)]),
    publishCommand: (command: ErasureCommand) =>
      kafka.append([record('erasure.commands', command.orderRef, codec.encode(topics.erasureCommands, command))]),
    publishStore: (store: Participant | string) =>
      kafka.append([
        typeof store === 'string'
          ? { topic: topicName('erasure.participants'), partition: 0, key: store, value: null }
          : {
              topic: topicName('erasure.participants'),
              partition: 0,
              key: store.name,
              value: codec.encode(topics.erasureParticipants, store),
            },
      ]),
    /** Into any partition: those who write there decide themselves. */
    publishConfirmation: (receipt: SignedReceipt, partition = 0) =>
      kafka.append([
        {
          topic: topicName('erasure.confirmations'),
          partition,
          key: receipt.erasureId,
          value: codec.encode(topics.erasureConfirmations, receipt),
        },
      ]),
    alarms: (): ErasureAlarm[] =>
      kafka.records(topicName('erasure.alarms')).map((one) => decode(topics.erasureAlarms, one)),
    statuses: (): OrderStatus[] =>
      kafka.records(topicName('orders.statuses')).map((one) => decode(topics.ordersStatuses, one)),
    requests: (): ErasureRequest[] =>
      kafka.records(topicName('erasure.requests')).map((one) => decode(topics.erasureRequests, one)),
    ledger: (): LedgerEntry[] =>
      kafka.records(topicName('erasure.ledger')).map((one) => decode(topics.erasureLedger, one)),
  };
}

export type SmallWorld = ReturnType<typeof createSmallWorld>;

function record(topic: string, orderRef: string, value: Buffer): OutgoingRecord {
  return { topic: topicName(topic), partition: lane(orderRef as OrderRef), key: orderRef, value };
}

/** Ours are always readable: a test that meets another one has found something. */
function decode<T>(
  topic: Parameters<typeof codec.decode>[1] & { readonly valueType?: T },
  { value }: IncomingRecord,
): T {
  const decoded = codec.decode(value as Buffer, topic);
  if (decoded.kind === 'refused') throw new Error(`not readable: ${decoded.code}`);
  return decoded.value;
}

function createMemoryClaims(): LedgerClaims {
  const held = new Map<string, string>();
  const orders = new Map<string, string>();
  return {
    ordersOf: (erasureIds) => Promise.resolve(new Map([...orders].filter(([id]) => erasureIds.includes(id)))),
    claim: (claims) =>
      Promise.resolve(
        claims.map(({ erasureId, kind, orderRef, position }) => {
          orders.set(erasureId, orderRef);
          const id = `${erasureId}/${kind}`;
          const before = held.get(id);
          if (before === undefined) held.set(id, position);
          return before === undefined ? 'won' : before === position ? 'repeat' : 'lost';
        }),
      ),
  };
}
