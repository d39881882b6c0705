// Written by `npm run generate` from catalogue.yaml. Do not edit.
import type * as records from './records.js';

/** Deadline by which plaintext is gone from disk after its tombstone or truncation. */
export type DeadlineProfile = 'default' | 'fast';

export type TopicLayout = 'by-lane' | 'by-category' | 'any-lane' | 'single';

/** What the key of a record is. */
export type TopicKey =
  | 'orderId'
  | 'orderRef'
  | 'orderRef/category'
  | 'shipmentRef'
  | 'erasureId'
  | 'policy'
  | 'ruleSet'
  | 'entryId'
  | 'size'
  | 'participant'
  | 'carrierId'
  | 'keyId'
  | 'reference'
  | 'noticeId'
  | 'customerId'
  | 'signInRef'
  | 'version'
  | 'orderRef or source position';

/** Everything there is to know of a topic. `Value` and `Names` are the types and full names of its records. */
export interface TopicHandle<Name extends string = string, Value = unknown, Names extends string = string> {
  /** Name in the catalogue: what Kafka knows is this behind TOPIC_PREFIX. */
  readonly name: Name;
  readonly doc: string;
  readonly key: TopicKey;
  readonly recordNames: readonly Names[];
  /** `topic`: subject `<topic>-value`; `topic-record`: subject `<topic>-<namespace>.<Record>`. */
  readonly subjectStrategy: 'topic' | 'topic-record';
  readonly compatibility: 'BACKWARD';
  readonly owner: string;
  readonly writers: readonly string[];
  readonly readers: readonly string[];
  readonly layout: TopicLayout;
  readonly partitions: number;
  readonly cleanup: 'compact' | 'delete';
  /** True where records may hold personal data in plain. */
  readonly plaintext: boolean;
  /** True where the owner of the deadline sends `~hb` per partition, see `deadlineProfiles`. */
  readonly heartbeat: boolean;
  /** Topic settings for Kafka, by profile. */
  readonly settings: Readonly<Record<DeadlineProfile, Readonly<Record<string, string>>>>;
  /** Carries the type only; never set. */
  readonly valueType?: Value;
}

export interface DeadlineSettings {
  readonly doc: string;
  readonly promiseMs: number;
  readonly heartbeatMs: number;
  /** Settings of the broker that the promise needs. */
  readonly broker: Readonly<Record<string, string>>;
}

export const deadlineProfiles: Readonly<Record<DeadlineProfile, DeadlineSettings>> = {
  default: {
    doc: "Plaintext is unlinked within 15 minutes of its tombstone or truncation.",
    promiseMs: 900000,
    heartbeatMs: 60000,
    broker: {"log.cleaner.backoff.ms":"15000","log.retention.check.interval.ms":"30000"},
  },
  fast: {
    doc: "Plaintext is unlinked within 60 seconds of its tombstone or truncation. Costs throughput.",
    promiseMs: 60000,
    heartbeatMs: 10000,
    broker: {"log.cleaner.backoff.ms":"5000","log.retention.check.interval.ms":"5000"},
  },
};

/** Number of lanes: units of order-wise work, and the partitions of every topic laid out by lane. */
export const LANES = 4;

/** Partition of a `by-category` topic = index in this list × LANES + lane. */
export const SEALED_CATEGORIES = ['shipping', 'contact', 'payment', 'signals'] as const;

export type SealedCategoryId = (typeof SEALED_CATEGORIES)[number];

export const topics = {
  /** What happens to orders, as the order service publishes it. May hold plaintext until intake has sealed it and truncated the topic behind itself. */
  ordersEvents: {
    name: "orders.events",
    doc: "What happens to orders, as the order service publishes it. May hold plaintext until intake has sealed it and truncated the topic behind itself.",
    key: "orderId",
    recordNames: ["fulfilment.orders.OrderPlaced","fulfilment.orders.PaymentConfirmed","fulfilment.orders.OrderCancelled","fulfilment.orders.OrderPacked","fulfilment.orders.OrderRerouted","fulfilment.orders.AddressCorrected","fulfilment.orders.AfterSalesOpened","fulfilment.orders.AfterSalesClosed"],
    subjectStrategy: "topic-record",
    compatibility: "BACKWARD",
    owner: "order-service",
    writers: ["order-service","privacy-desk"],
    readers: ["intake"],
    layout: "any-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: true,
    heartbeat: true,
    settings: {"default":{"cleanup.policy":"delete","file.delete.delay.ms":"1000","max.message.bytes":"6291456","message.timestamp.type":"LogAppendTime","retention.ms":"604800000","segment.ms":"30000"},"fast":{"cleanup.policy":"delete","file.delete.delay.ms":"1000","max.message.bytes":"6291456","message.timestamp.type":"LogAppendTime","retention.ms":"604800000","segment.ms":"10000"}},
  } as TopicHandle<'orders.events', records.OrderPlaced | records.PaymentConfirmed | records.OrderCancelled | records.OrderPacked | records.OrderRerouted | records.AddressCorrected | records.AfterSalesOpened | records.AfterSalesClosed, 'fulfilment.orders.OrderPlaced' | 'fulfilment.orders.PaymentConfirmed' | 'fulfilment.orders.OrderCancelled' | 'fulfilment.orders.OrderPacked' | 'fulfilment.orders.OrderRerouted' | 'fulfilment.orders.AddressCorrected' | 'fulfilment.orders.AfterSalesOpened' | 'fulfilment.orders.AfterSalesClosed'>,
  /** What happens to accounts of customers, as the shop publishes it. Holds plaintext until fraud control has hashed it and, once the desk has read it too, truncated the topic behind both. */
  accountsEvents: {
    name: "accounts.events",
    doc: "What happens to accounts of customers, as the shop publishes it. Holds plaintext until fraud control has hashed it and, once the desk has read it too, truncated the topic behind both.",
    key: "customerId",
    recordNames: ["fulfilment.accounts.AccountDeactivated","fulfilment.accounts.AccountRegistered","fulfilment.accounts.AccountSignedIn"],
    subjectStrategy: "topic-record",
    compatibility: "BACKWARD",
    owner: "order-service",
    writers: ["order-service"],
    readers: ["fraud","privacy-desk"],
    layout: "any-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: true,
    heartbeat: true,
    settings: {"default":{"cleanup.policy":"delete","file.delete.delay.ms":"1000","message.timestamp.type":"LogAppendTime","retention.ms":"604800000","segment.ms":"30000"},"fast":{"cleanup.policy":"delete","file.delete.delay.ms":"1000","message.timestamp.type":"LogAppendTime","retention.ms":"604800000","segment.ms":"10000"}},
  } as TopicHandle<'accounts.events', records.AccountDeactivated | records.AccountRegistered | records.AccountSignedIn, 'fulfilment.accounts.AccountDeactivated' | 'fulfilment.accounts.AccountRegistered' | 'fulfilment.accounts.AccountSignedIn'>,
  /** The accounts that people have closed at the desk, told to the shop; nothing else of accounts goes there. */
  accountsClosed: {
    name: "accounts.closed",
    doc: "The accounts that people have closed at the desk, told to the shop; nothing else of accounts goes there.",
    key: "customerId",
    recordNames: ["fulfilment.accounts.AccountDeactivated"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "privacy-desk",
    writers: ["privacy-desk"],
    readers: ["fraud","privacy-desk","order-service"],
    layout: "any-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"604800000"},"fast":{"cleanup.policy":"delete","retention.ms":"604800000"}},
  } as TopicHandle<'accounts.closed', records.AccountDeactivated, 'fulfilment.accounts.AccountDeactivated'>,
  /** The public keys to which publishers may seal the personal blocks of their orders; the newest valid one is to be used. */
  ordersIngressKeys: {
    name: "orders.ingress-keys",
    doc: "The public keys to which publishers may seal the personal blocks of their orders; the newest valid one is to be used.",
    key: "keyId",
    recordNames: ["fulfilment.crypto.IngressKey"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "intake",
    writers: ["intake"],
    readers: ["order-service","privacy-desk"],
    layout: "single",
    partitions: 1,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'orders.ingress-keys', records.IngressKey, 'fulfilment.crypto.IngressKey'>,
  /** The state of each order without any personal data; each record is the whole state. */
  ordersFacts: {
    name: "orders.facts",
    doc: "The state of each order without any personal data; each record is the whole state.",
    key: "orderRef",
    recordNames: ["fulfilment.orders.OrderFacts"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "intake",
    writers: ["intake"],
    readers: ["privacy-desk","carriers","erasure"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'orders.facts', records.OrderFacts, 'fulfilment.orders.OrderFacts'>,
  /** The personal blocks of each order, each category sealed under its own key and in its own partitions, so that a service fetches only what it may open. */
  ordersSealed: {
    name: "orders.sealed",
    doc: "The personal blocks of each order, each category sealed under its own key and in its own partitions, so that a service fetches only what it may open.",
    key: "orderRef/category",
    recordNames: ["fulfilment.orders.SealedCategory"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "intake",
    writers: ["intake"],
    readers: ["carriers","fraud","notifications","privacy-desk"],
    layout: "by-category",
    partitions: 16,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'orders.sealed', records.SealedCategory, 'fulfilment.orders.SealedCategory'>,
  /** Where each order stands, told back to the order service. */
  ordersStatuses: {
    name: "orders.statuses",
    doc: "Where each order stands, told back to the order service.",
    key: "orderId",
    recordNames: ["fulfilment.orders.OrderStatus"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "erasure",
    writers: ["erasure"],
    readers: ["order-service","notifications","privacy-desk"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'orders.statuses', records.OrderStatus, 'fulfilment.orders.OrderStatus'>,
  /** Who is a carrier, under which agreement and how it is delivered to; the newest entry of each is what services go by. */
  carriersRegister: {
    name: "carriers.register",
    doc: "Who is a carrier, under which agreement and how it is delivered to; the newest entry of each is what services go by.",
    key: "carrierId",
    recordNames: ["fulfilment.carriers.CarrierEntry"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "operator",
    writers: ["operator"],
    readers: ["intake","carriers","erasure"],
    layout: "single",
    partitions: 1,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'carriers.register', records.CarrierEntry, 'fulfilment.carriers.CarrierEntry'>,
  /** How the parcels of each order fare, from hold or release to their end; internal. */
  shipmentsProgress: {
    name: "shipments.progress",
    doc: "How the parcels of each order fare, from hold or release to their end; internal.",
    key: "orderRef",
    recordNames: ["fulfilment.carriers.ShipmentProgress"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "carriers",
    writers: ["carriers"],
    readers: ["erasure","notifications","privacy-desk"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"2592000000"},"fast":{"cleanup.policy":"delete","retention.ms":"2592000000"}},
  } as TopicHandle<'shipments.progress', records.ShipmentProgress, 'fulfilment.carriers.ShipmentProgress'>,
  /** How many live records of each carrier were written anew because a version of the policy withdrew something; no order in it. */
  shipmentsNarrowed: {
    name: "shipments.narrowed",
    doc: "How many live records of each carrier were written anew because a version of the policy withdrew something; no order in it.",
    key: "carrierId",
    recordNames: ["fulfilment.carriers.ShipmentsNarrowed"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "carriers",
    writers: ["carriers"],
    readers: ["privacy-desk"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"7776000000"},"fast":{"cleanup.policy":"delete","retention.ms":"7776000000"}},
  } as TopicHandle<'shipments.narrowed', records.ShipmentsNarrowed, 'fulfilment.carriers.ShipmentsNarrowed'>,
  /** What the warehouse takes from the shelf for each parcel; no person in it. */
  warehousePicks: {
    name: "warehouse.picks",
    doc: "What the warehouse takes from the shelf for each parcel; no person in it.",
    key: "shipmentRef",
    recordNames: ["fulfilment.warehouse.Pick"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "carriers",
    writers: ["carriers"],
    readers: ["warehouse"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'warehouse.picks', records.Pick, 'fulfilment.warehouse.Pick'>,
  /** Asks every participant to delete what it holds of an order. */
  erasureRequests: {
    name: "erasure.requests",
    doc: "Asks every participant to delete what it holds of an order.",
    key: "orderRef",
    recordNames: ["fulfilment.erasure.ErasureRequest"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "erasure",
    writers: ["erasure"],
    readers: ["intake","carriers","fraud","erasure","participant","notifications","privacy-desk"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'erasure.requests', records.ErasureRequest, 'fulfilment.erasure.ErasureRequest'>,
  /** Every participant states here what it deleted. */
  erasureReceipts: {
    name: "erasure.receipts",
    doc: "Every participant states here what it deleted.",
    key: "erasureId",
    recordNames: ["fulfilment.erasure.ErasureReceipt"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "participant",
    writers: ["intake","carriers","fraud","erasure","notifications","participant","privacy-desk"],
    readers: ["erasure","privacy-desk"],
    layout: "any-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"2592000000"},"fast":{"cleanup.policy":"delete","retention.ms":"2592000000"}},
  } as TopicHandle<'erasure.receipts', records.ErasureReceipt, 'fulfilment.erasure.ErasureReceipt'>,
  /** The hash chain that proves what was erased, when and why; no personal data, kept for ever. */
  erasureLedger: {
    name: "erasure.ledger",
    doc: "The hash chain that proves what was erased, when and why; no personal data, kept for ever.",
    key: "erasureId",
    recordNames: ["fulfilment.erasure.LedgerEntry"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "erasure",
    writers: ["erasure"],
    readers: ["erasure","operator","privacy-desk"],
    layout: "single",
    partitions: 1,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"-1"},"fast":{"cleanup.policy":"delete","retention.ms":"-1"}},
  } as TopicHandle<'erasure.ledger', records.LedgerEntry, 'fulfilment.erasure.LedgerEntry'>,
  /** Signed states of the ledger, by which anybody can check an excerpt of it with the public key alone; kept for ever. */
  erasureCheckpoints: {
    name: "erasure.checkpoints",
    doc: "Signed states of the ledger, by which anybody can check an excerpt of it with the public key alone; kept for ever.",
    key: "size",
    recordNames: ["fulfilment.erasure.LedgerCheckpoint"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "erasure",
    writers: ["erasure"],
    readers: ["erasure","operator","privacy-desk"],
    layout: "single",
    partitions: 1,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"-1"},"fast":{"cleanup.policy":"delete","retention.ms":"-1"}},
  } as TopicHandle<'erasure.checkpoints', records.LedgerCheckpoint, 'fulfilment.erasure.LedgerCheckpoint'>,
  /** Asks the one writer of the ledger to append an entry; internal to erasure. */
  erasureIntents: {
    name: "erasure.intents",
    doc: "Asks the one writer of the ledger to append an entry; internal to erasure.",
    key: "erasureId",
    recordNames: ["fulfilment.erasure.LedgerIntent"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "erasure",
    writers: ["erasure"],
    readers: ["erasure"],
    layout: "single",
    partitions: 1,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"2592000000"},"fast":{"cleanup.policy":"delete","retention.ms":"2592000000"}},
  } as TopicHandle<'erasure.intents', records.LedgerIntent, 'fulfilment.erasure.LedgerIntent'>,
  /** The register of downstream stores that have to delete when told; a tombstone strikes one off. */
  erasureParticipants: {
    name: "erasure.participants",
    doc: "The register of downstream stores that have to delete when told; a tombstone strikes one off.",
    key: "participant",
    recordNames: ["fulfilment.erasure.Participant"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "operator",
    writers: ["operator"],
    readers: ["erasure","operator"],
    layout: "single",
    partitions: 1,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'erasure.participants', records.Participant, 'fulfilment.erasure.Participant'>,
  /** Registered stores outside of the broker state here, each under its own signature, what they deleted. They may write here and nowhere else. */
  erasureConfirmations: {
    name: "erasure.confirmations",
    doc: "Registered stores outside of the broker state here, each under its own signature, what they deleted. They may write here and nowhere else.",
    key: "erasureId",
    recordNames: ["fulfilment.erasure.SignedReceipt"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "participant",
    writers: ["participant"],
    readers: ["erasure","privacy-desk"],
    layout: "any-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"2592000000"},"fast":{"cleanup.policy":"delete","retention.ms":"2592000000"}},
  } as TopicHandle<'erasure.confirmations', records.SignedReceipt, 'fulfilment.erasure.SignedReceipt'>,
  /** Erasures that somebody has not confirmed within the deadline, each told once. */
  erasureAlarms: {
    name: "erasure.alarms",
    doc: "Erasures that somebody has not confirmed within the deadline, each told once.",
    key: "erasureId",
    recordNames: ["fulfilment.erasure.ErasureAlarm"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "erasure",
    writers: ["erasure"],
    readers: ["operator","privacy-desk"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"2592000000"},"fast":{"cleanup.policy":"delete","retention.ms":"2592000000"}},
  } as TopicHandle<'erasure.alarms', records.ErasureAlarm, 'fulfilment.erasure.ErasureAlarm'>,
  /** What operators order by command line, to erase early or to hold; the service of erasure obeys and keeps the audit of it. */
  erasureCommands: {
    name: "erasure.commands",
    doc: "What operators order by command line, to erase early or to hold; the service of erasure obeys and keeps the audit of it.",
    key: "orderRef",
    recordNames: ["fulfilment.erasure.ErasureCommand"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "operator",
    writers: ["operator"],
    readers: ["erasure"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"2592000000"},"fast":{"cleanup.policy":"delete","retention.ms":"2592000000"}},
  } as TopicHandle<'erasure.commands', records.ErasureCommand, 'fulfilment.erasure.ErasureCommand'>,
  /** What the service refused, by name of the reason; the original is sealed and dies with the key of its order. */
  intakeDeadLetters: {
    name: "intake.dead-letters",
    doc: "What the service refused, by name of the reason; the original is sealed and dies with the key of its order.",
    key: "orderRef or source position",
    recordNames: ["fulfilment.deadletters.DeadLetter"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "intake",
    writers: ["intake"],
    readers: ["operator"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","max.message.bytes":"7340032","retention.ms":"2592000000"},"fast":{"cleanup.policy":"delete","max.message.bytes":"7340032","retention.ms":"2592000000"}},
  } as TopicHandle<'intake.dead-letters', records.DeadLetter, 'fulfilment.deadletters.DeadLetter'>,
  /** What the service refused, by name of the reason; the original is sealed and dies with the key of its order. */
  carriersDeadLetters: {
    name: "carriers.dead-letters",
    doc: "What the service refused, by name of the reason; the original is sealed and dies with the key of its order.",
    key: "orderRef or source position",
    recordNames: ["fulfilment.deadletters.DeadLetter"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "carriers",
    writers: ["carriers"],
    readers: ["operator"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","max.message.bytes":"7340032","retention.ms":"2592000000"},"fast":{"cleanup.policy":"delete","max.message.bytes":"7340032","retention.ms":"2592000000"}},
  } as TopicHandle<'carriers.dead-letters', records.DeadLetter, 'fulfilment.deadletters.DeadLetter'>,
  /** What the service refused, by name of the reason; the original is sealed and dies with the key of its order. */
  erasureDeadLetters: {
    name: "erasure.dead-letters",
    doc: "What the service refused, by name of the reason; the original is sealed and dies with the key of its order.",
    key: "orderRef or source position",
    recordNames: ["fulfilment.deadletters.DeadLetter"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "erasure",
    writers: ["erasure"],
    readers: ["operator"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","max.message.bytes":"7340032","retention.ms":"2592000000"},"fast":{"cleanup.policy":"delete","max.message.bytes":"7340032","retention.ms":"2592000000"}},
  } as TopicHandle<'erasure.dead-letters', records.DeadLetter, 'fulfilment.deadletters.DeadLetter'>,
  /** What the service refused, by name of the reason; the original is sealed and dies with the key of its order. */
  notificationsDeadLetters: {
    name: "notifications.dead-letters",
    doc: "What the service refused, by name of the reason; the original is sealed and dies with the key of its order.",
    key: "orderRef or source position",
    recordNames: ["fulfilment.deadletters.DeadLetter"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "notifications",
    writers: ["notifications"],
    readers: ["operator"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","max.message.bytes":"7340032","retention.ms":"2592000000"},"fast":{"cleanup.policy":"delete","max.message.bytes":"7340032","retention.ms":"2592000000"}},
  } as TopicHandle<'notifications.dead-letters', records.DeadLetter, 'fulfilment.deadletters.DeadLetter'>,
  /** What the service refused, by name of the reason; the original is sealed and dies with the key of its order. */
  fraudDeadLetters: {
    name: "fraud.dead-letters",
    doc: "What the service refused, by name of the reason; the original is sealed and dies with the key of its order.",
    key: "orderRef or source position",
    recordNames: ["fulfilment.deadletters.DeadLetter"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "fraud",
    writers: ["fraud"],
    readers: ["operator"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","max.message.bytes":"7340032","retention.ms":"2592000000"},"fast":{"cleanup.policy":"delete","max.message.bytes":"7340032","retention.ms":"2592000000"}},
  } as TopicHandle<'fraud.dead-letters', records.DeadLetter, 'fulfilment.deadletters.DeadLetter'>,
  /** What the privacy desk wants a customer told of requests and cases; of the closed list, without address and text. */
  notificationsRequested: {
    name: "notifications.requested",
    doc: "What the privacy desk wants a customer told of requests and cases; of the closed list, without address and text.",
    key: "orderRef",
    recordNames: ["fulfilment.notifications.NotificationRequest"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "privacy-desk",
    writers: ["privacy-desk","mailbox"],
    readers: ["notifications"],
    layout: "any-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"604800000"},"fast":{"cleanup.policy":"delete","retention.ms":"604800000"}},
  } as TopicHandle<'notifications.requested', records.NotificationRequest, 'fulfilment.notifications.NotificationRequest'>,
  /** Mails to customers that came back to the mailbox, by notice and status alone. */
  notificationsBounces: {
    name: "notifications.bounces",
    doc: "Mails to customers that came back to the mailbox, by notice and status alone.",
    key: "noticeId",
    recordNames: ["fulfilment.notifications.MailBounce"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "mailbox",
    writers: ["mailbox"],
    readers: ["notifications"],
    layout: "any-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"604800000"},"fast":{"cleanup.policy":"delete","retention.ms":"604800000"}},
  } as TopicHandle<'notifications.bounces', records.MailBounce, 'fulfilment.notifications.MailBounce'>,
  /** What people ask of the official mailbox, each mail sealed under keys of its own; the privacy desk follows them to their end. */
  deskRequests: {
    name: "desk.requests",
    doc: "What people ask of the official mailbox, each mail sealed under keys of its own; the privacy desk follows them to their end.",
    key: "reference",
    recordNames: ["fulfilment.desk.SubjectRequest"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "mailbox",
    writers: ["mailbox"],
    readers: ["privacy-desk"],
    layout: "any-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"2592000000"},"fast":{"cleanup.policy":"delete","retention.ms":"2592000000"}},
  } as TopicHandle<'desk.requests', records.SubjectRequest, 'fulfilment.desk.SubjectRequest'>,
  /** Something may have changed of what a person authorises; the lane of the order writes what should lie at the third party now. */
  deskAuthorisations: {
    name: "desk.authorisations",
    doc: "Something may have changed of what a person authorises; the lane of the order writes what should lie at the third party now.",
    key: "orderRef",
    recordNames: ["fulfilment.desk.AuthorisationTouched"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "privacy-desk",
    writers: ["privacy-desk"],
    readers: ["privacy-desk"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"604800000"},"fast":{"cleanup.policy":"delete","retention.ms":"604800000"}},
  } as TopicHandle<'desk.authorisations', records.AuthorisationTouched, 'fulfilment.desk.AuthorisationTouched'>,
  /** The versions of the privacy policy, each kept under its number; the newest one is what services run. */
  policyVersions: {
    name: "policy.versions",
    doc: "The versions of the privacy policy, each kept under its number; the newest one is what services run.",
    key: "version",
    recordNames: ["fulfilment.policy.PolicyVersion"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "operator",
    writers: ["operator"],
    readers: ["intake","carriers","erasure","order-service"],
    layout: "single",
    partitions: 1,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'policy.versions', records.PolicyVersion, 'fulfilment.policy.PolicyVersion'>,
  /** What the fraud check keeps of each order, as keyed hashes of a domain of their own and facts that name nobody; in one partition, whose order is that of arrival. */
  fraudObservations: {
    name: "fraud.observations",
    doc: "What the fraud check keeps of each order, as keyed hashes of a domain of their own and facts that name nobody; in one partition, whose order is that of arrival.",
    key: "orderRef",
    recordNames: ["fulfilment.fraud.Observation"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "fraud",
    writers: ["fraud"],
    readers: ["fraud"],
    layout: "single",
    partitions: 1,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'fraud.observations', records.Observation, 'fulfilment.fraud.Observation'>,
  /** What fraud control keeps of sign-ins to accounts, by keyed hashes, for as long as the policy's clock of sign-ins runs; every sign-in there is. */
  fraudSignIns: {
    name: "fraud.sign-ins",
    doc: "What fraud control keeps of sign-ins to accounts, by keyed hashes, for as long as the policy's clock of sign-ins runs; every sign-in there is.",
    key: "signInRef",
    recordNames: ["fulfilment.fraud.SignIn"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "fraud",
    writers: ["fraud"],
    readers: ["fraud","operator"],
    layout: "single",
    partitions: 1,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'fraud.sign-ins', records.SignIn, 'fulfilment.fraud.SignIn'>,
  /** What the fraud check concludes of each order, and why; of several the one with the highest revision counts. */
  fraudAssessments: {
    name: "fraud.assessments",
    doc: "What the fraud check concludes of each order, and why; of several the one with the highest revision counts.",
    key: "orderRef",
    recordNames: ["fulfilment.fraud.Assessment"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "fraud",
    writers: ["fraud"],
    readers: ["carriers","fraud","operator","privacy-desk"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'fraud.assessments', records.Assessment, 'fulfilment.fraud.Assessment'>,
  /** The assessments that a person should look at; a tombstone when a later revision is none of these. */
  fraudFlags: {
    name: "fraud.flags",
    doc: "The assessments that a person should look at; a tombstone when a later revision is none of these.",
    key: "orderRef",
    recordNames: ["fulfilment.fraud.Assessment"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "fraud",
    writers: ["fraud"],
    readers: ["operator"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'fraud.flags', records.Assessment, 'fulfilment.fraud.Assessment'>,
  /** What analysts decided about orders, each in the lane of its order; the newest of an order counts, whatever is assessed later. */
  fraudDecisions: {
    name: "fraud.decisions",
    doc: "What analysts decided about orders, each in the lane of its order; the newest of an order counts, whatever is assessed later.",
    key: "orderRef",
    recordNames: ["fulfilment.fraud.Decision"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "fraud",
    writers: ["fraud","privacy-desk","operator"],
    readers: ["carriers","fraud","operator","privacy-desk"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'fraud.decisions', records.Decision, 'fulfilment.fraud.Decision'>,
  /** Who looks at which order at the moment, so that no two analysts do; each ends by itself. */
  fraudClaims: {
    name: "fraud.claims",
    doc: "Who looks at which order at the moment, so that no two analysts do; each ends by itself.",
    key: "orderRef",
    recordNames: ["fulfilment.fraud.Claim"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "fraud",
    writers: ["fraud","operator"],
    readers: ["fraud","operator","privacy-desk"],
    layout: "by-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"86400000"},"fast":{"cleanup.policy":"delete","retention.ms":"86400000"}},
  } as TopicHandle<'fraud.claims', records.Claim, 'fulfilment.fraud.Claim'>,
  /** What became known of orders later; measures the rules, and never changes an assessment. */
  fraudOutcomes: {
    name: "fraud.outcomes",
    doc: "What became known of orders later; measures the rules, and never changes an assessment.",
    key: "orderId",
    recordNames: ["fulfilment.fraud.Outcome"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "order-service",
    writers: ["order-service","operator"],
    readers: ["fraud","operator"],
    layout: "any-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"7776000000"},"fast":{"cleanup.policy":"delete","retention.ms":"7776000000"}},
  } as TopicHandle<'fraud.outcomes', records.Outcome, 'fulfilment.fraud.Outcome'>,
  /** What analysts ruled for all orders with one hashed device, address, account …, to snooze a rule, allow or block, each with its end and author. */
  fraudLists: {
    name: "fraud.lists",
    doc: "What analysts ruled for all orders with one hashed device, address, account …, to snooze a rule, allow or block, each with its end and author.",
    key: "entryId",
    recordNames: ["fulfilment.fraud.ListEntry"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "fraud",
    writers: ["fraud","operator"],
    readers: ["fraud","operator"],
    layout: "single",
    partitions: 1,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'fraud.lists', records.ListEntry, 'fulfilment.fraud.ListEntry'>,
  /** The rules by which orders are assessed; under the name of a set its newest version, which runs, and under name/version each version there was. */
  fraudRuleSets: {
    name: "fraud.rule-sets",
    doc: "The rules by which orders are assessed; under the name of a set its newest version, which runs, and under name/version each version there was.",
    key: "ruleSet",
    recordNames: ["fulfilment.fraud.RuleSet"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "fraud",
    writers: ["fraud","operator"],
    readers: ["fraud","operator"],
    layout: "single",
    partitions: 1,
    cleanup: "compact",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000"}},
  } as TopicHandle<'fraud.rule-sets', records.RuleSet, 'fulfilment.fraud.RuleSet'>,
} as const;

/** The topics of one carrier. Its shipments have a schema generated from the policy, so their values are open records. */
export interface CarrierTopics<Id extends string = string> {
  /** The minimal record of each parcel for one carrier; its schema is generated from the carrier's allow-list in the policy. Plaintext in plain mode. */
  readonly shipments: TopicHandle<`carriers.${Id}.shipments`, Readonly<Record<string, unknown>>, `fulfilment.carriers.${Id}.Shipment`>;
  /** The same topic, its values sealed to the public key of the carrier. */
  readonly sealedShipments: TopicHandle<`carriers.${Id}.shipments`, records.SealedShipment, 'fulfilment.carriers.SealedShipment'>;
  /** What one carrier reports about its parcels. */
  readonly statuses: TopicHandle<`carriers.${Id}.statuses`, records.ShipmentStatus, 'fulfilment.carriers.ShipmentStatus'>;
}

/**
 * @param id carrier id of the policy: lower-case letters and digits, for it is part of topic names and of an Avro namespace
 * @throws RangeError for any other id
 */
export function carrierTopics<Id extends string>(id: Id): CarrierTopics<Id> {
  if (!/^[a-z][a-z0-9]*$/.test(id)) throw new RangeError('a carrier id is lower-case letters and digits');
  return {
    shipments: {
    name: `carriers.${id}.shipments`,
    doc: "The minimal record of each parcel for one carrier; its schema is generated from the carrier's allow-list in the policy. Plaintext in plain mode.",
    key: "shipmentRef",
    recordNames: [`fulfilment.carriers.${id}.Shipment`],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "carriers",
    writers: ["carriers"],
    readers: [`carrier.${id}`],
    layout: "by-lane",
    partitions: 4,
    cleanup: "compact",
    plaintext: true,
    heartbeat: true,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000","file.delete.delay.ms":"60000","max.compaction.lag.ms":"300000","message.timestamp.type":"LogAppendTime","min.cleanable.dirty.ratio":"0.1","min.compaction.lag.ms":"0","segment.ms":"300000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000","file.delete.delay.ms":"1000","max.compaction.lag.ms":"10000","message.timestamp.type":"LogAppendTime","min.cleanable.dirty.ratio":"0","min.compaction.lag.ms":"0","segment.ms":"10000"}},
  } as TopicHandle<`carriers.${Id}.shipments`, Readonly<Record<string, unknown>>, `fulfilment.carriers.${Id}.Shipment`>,
    sealedShipments: {
    name: `carriers.${id}.shipments`,
    doc: "The minimal record of each parcel for one carrier; its schema is generated from the carrier's allow-list in the policy. Plaintext in plain mode.",
    key: "shipmentRef",
    recordNames: ["fulfilment.carriers.SealedShipment"],
    subjectStrategy: "topic-record",
    compatibility: "BACKWARD",
    owner: "carriers",
    writers: ["carriers"],
    readers: [`carrier.${id}`],
    layout: "by-lane",
    partitions: 4,
    cleanup: "compact",
    plaintext: true,
    heartbeat: true,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000","file.delete.delay.ms":"60000","max.compaction.lag.ms":"300000","message.timestamp.type":"LogAppendTime","min.cleanable.dirty.ratio":"0.1","min.compaction.lag.ms":"0","segment.ms":"300000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000","file.delete.delay.ms":"1000","max.compaction.lag.ms":"10000","message.timestamp.type":"LogAppendTime","min.cleanable.dirty.ratio":"0","min.compaction.lag.ms":"0","segment.ms":"10000"}},
  } as TopicHandle<`carriers.${Id}.shipments`, records.SealedShipment, 'fulfilment.carriers.SealedShipment'>,
    statuses: {
    name: `carriers.${id}.statuses`,
    doc: "What one carrier reports about its parcels.",
    key: "shipmentRef",
    recordNames: ["fulfilment.carriers.ShipmentStatus"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: `carrier.${id}`,
    writers: [`carrier.${id}`],
    readers: ["carriers"],
    layout: "any-lane",
    partitions: 4,
    cleanup: "delete",
    plaintext: false,
    heartbeat: false,
    settings: {"default":{"cleanup.policy":"delete","retention.ms":"604800000"},"fast":{"cleanup.policy":"delete","retention.ms":"604800000"}},
  } as TopicHandle<`carriers.${Id}.statuses`, records.ShipmentStatus, 'fulfilment.carriers.ShipmentStatus'>,
  };
}

/** The topics of one third party that people may authorise. */
export interface ThirdPartyTopics<Id extends string = string> {
  /** What people authorised one third party to have, each record sealed to its key; a tombstone takes it back. */
  readonly disclosures: TopicHandle<`third-parties.${Id}.disclosures`, records.AuthorisedData, 'fulfilment.desk.AuthorisedData'>;
}

/**
 * @param id of the third party: lower-case letters and digits, for it is part of topic names
 * @throws RangeError for any other id
 */
export function thirdPartyTopics<Id extends string>(id: Id): ThirdPartyTopics<Id> {
  if (!/^[a-z][a-z0-9]*$/.test(id)) throw new RangeError('the id of a third party is lower-case letters and digits');
  return {
    disclosures: {
    name: `third-parties.${id}.disclosures`,
    doc: "What people authorised one third party to have, each record sealed to its key; a tombstone takes it back.",
    key: "reference",
    recordNames: ["fulfilment.desk.AuthorisedData"],
    subjectStrategy: "topic",
    compatibility: "BACKWARD",
    owner: "privacy-desk",
    writers: ["privacy-desk"],
    readers: [`authorised-third-party.${id}`],
    layout: "by-lane",
    partitions: 4,
    cleanup: "compact",
    plaintext: true,
    heartbeat: true,
    settings: {"default":{"cleanup.policy":"compact","delete.retention.ms":"604800000","file.delete.delay.ms":"60000","max.compaction.lag.ms":"300000","message.timestamp.type":"LogAppendTime","min.cleanable.dirty.ratio":"0.1","min.compaction.lag.ms":"0","segment.ms":"300000"},"fast":{"cleanup.policy":"compact","delete.retention.ms":"604800000","file.delete.delay.ms":"1000","max.compaction.lag.ms":"10000","message.timestamp.type":"LogAppendTime","min.cleanable.dirty.ratio":"0","min.compaction.lag.ms":"0","segment.ms":"10000"}},
  } as TopicHandle<`third-parties.${Id}.disclosures`, records.AuthorisedData, 'fulfilment.desk.AuthorisedData'>,
  };
}
