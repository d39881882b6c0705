// What the lane of an order writes: statuses for the order service, intents for the ledger, requests for the participants.
import type { LedgerKind } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { type ErasureSaga, LEDGER_PARTICIPANT, missingParticipants } from '../domain/erasure-saga.js';
import type { Standing } from '../domain/order-standing.js';

export interface AnnounceDeps {
  readonly codec: Pick<AvroCodec, 'encode'>;
  /** The real name of a topic of the catalogue. */
  readonly topicName: (name: string) => string;
}

const NO_PATHS: readonly string[] = [];

/** @param lane of the order: all its statuses go to one partition, so that the last one is the last word */
export function statusRecord(
  { codec, topicName }: AnnounceDeps,
  lane: number,
  orderId: string,
  standing: Standing,
  policyVersion: number,
): OutgoingRecord {
  const { status, outcome, reasonCodes, at, fieldPaths = NO_PATHS } = standing;
  const value = { orderId, status, outcome, reasonCodes, policyVersion, at, fieldPaths };
  return {
    topic: topicName(topics.ordersStatuses.name),
    partition: lane,
    key: orderId,
    value: codec.encode(topics.ordersStatuses, value),
  };
}

/** Asks for the entry of the ledger that opens or closes the erasure. Asking again is harmless: the ledger takes each once. */
export function intentRecord(
  { codec, topicName }: AnnounceDeps,
  orderRef: string,
  saga: ErasureSaga,
  kind: LedgerKind,
): OutgoingRecord {
  const { erasureId, reason, categories, policyVersion, startedAt, completedAt } = saga;
  const participants = kind === 'STARTED' ? saga.participants : saga.answered;
  const at = kind === 'STARTED' ? startedAt : (completedAt ?? startedAt);
  const value = { erasureId, orderRef, kind, reason, categories, participants, policyVersion, at };
  return {
    topic: topicName(topics.erasureIntents.name),
    partition: 0,
    key: erasureId,
    value: codec.encode(topics.erasureIntents, value),
  };
}

export interface RequestedErasure {
  readonly erasureId: string;
  readonly orderRef: string;
  readonly categories: readonly string[];
  readonly reason: string;
  readonly policyVersion: number;
  readonly requestedAt: number;
}

/** Asks every participant to delete. The headers say the same to those who don't decode the value. */
export function requestRecord(
  { codec, topicName }: AnnounceDeps,
  lane: number,
  request: RequestedErasure,
): OutgoingRecord {
  const { erasureId, orderRef, reason, policyVersion } = request;
  return {
    topic: topicName(topics.erasureRequests.name),
    partition: lane,
    key: orderRef,
    value: codec.encode(topics.erasureRequests, request),
    headers: { 'erasure-id': erasureId, reason, 'policy-version': String(policyVersion) },
  };
}

/** Tells the lane of the order that the ledger holds the COMPLETED entry. */
export function ledgerReceipt(
  { codec, topicName }: AnnounceDeps,
  lane: number,
  entry: { readonly erasureId: string; readonly orderRef: string; readonly at: number },
): OutgoingRecord {
  const value = { ...entry, participant: LEDGER_PARTICIPANT, deletedRecords: 0, deletedDocuments: 0 };
  return {
    topic: topicName(topics.erasureReceipts.name),
    partition: lane,
    key: entry.erasureId,
    value: codec.encode(topics.erasureReceipts, value),
  };
}

/** Tells whoever is on duty that somebody has not answered in time. */
export function alarmRecord(
  { codec, topicName }: AnnounceDeps,
  lane: number,
  overdue: { readonly orderRef: string; readonly saga: ErasureSaga; readonly reminders: number; readonly at: number },
): OutgoingRecord {
  const { orderRef, saga, reminders, at } = overdue;
  const { erasureId, startedAt } = saga;
  const value = { erasureId, orderRef, missing: missingParticipants(saga), reminders, startedAt, at };
  return {
    topic: topicName(topics.erasureAlarms.name),
    partition: lane,
    key: erasureId,
    value: codec.encode(topics.erasureAlarms, value),
  };
}
