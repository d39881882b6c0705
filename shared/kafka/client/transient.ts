// Tells Kafka's passing troubles from its answers: what succeeds when the same request is sent again, and what to do before.
import kafkaErrors from 'kafkajs/src/protocol/error.js';
import { classify } from '#shared/errors/classify';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';

/**
 * - `busy`: the other side is still at the request before; ask again in a moment.
 * - `moved`: another broker is in charge now; look it up first.
 * - `unreachable`: no answer; whether the request was carried out is unknown, and each of ours bears a repetition.
 */
export type Trouble = 'busy' | 'moved' | 'unreachable';

const BUSY = new Set([
  'CONCURRENT_TRANSACTIONS',
  'UNSTABLE_OFFSET_COMMIT',
  'GROUP_LOAD_IN_PROGRESS',
  'THROTTLING_QUOTA_EXCEEDED',
]);
const MOVED = new Set([
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'REPLICA_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'KAFKA_STORAGE_ERROR',
]);
const UNREACHABLE_TYPES = new Set([
  // What a broker says when something inside it broke, as when a transactional id changes hands under it: no verdict on the request.
  'UNKNOWN',
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
]);
const UNREACHABLE_NAMES = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSLockTimeout',
  'KafkaJSTimeout',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSTopicMetadataNotLoaded',
  'KafkaJSGroupCoordinatorNotFound',
]);

const LOST_WHILE_LOGGING_IN =
  /failed: (?:Connection|Closed connection|Not connected|Request .* timed out|Broker not connected)/i;

/** The error of a number in one of Kafka's answers, as kafkajs would raise it. */
export function errorOfCode(code: number): Error & { readonly type: string } {
  return kafkaErrors.createErrorFromCode(code);
}

/** Kafka's own name of an error, or '' for one that is none of its answers. */
export function typeOf(error: unknown): string {
  for (let inner = error; typeof inner === 'object' && inner !== null; inner = (inner as { cause?: unknown }).cause) {
    const { type } = inner as { type?: unknown };
    if (typeof type === 'string') return type;
  }
  return '';
}

/** null when sending again would not help; so for an error of ours, which was judged already whatever its cause. Never throws. */
export function troubleOf(error: unknown): Trouble | null {
  if (isFulfilmentError(error)) return null;
  const type = typeOf(error);
  if (BUSY.has(type)) return 'busy';
  if (MOVED.has(type)) return 'moved';
  if (UNREACHABLE_TYPES.has(type)) return 'unreachable';
  for (let inner = error; typeof inner === 'object' && inner !== null; inner = (inner as { cause?: unknown }).cause) {
    const { name, message } = inner as { name?: unknown; message?: unknown };
    if (typeof name === 'string' && UNREACHABLE_NAMES.has(name)) return 'unreachable';
    // A connection lost while logging in comes as a refused login, its cause only in the text.
    if (name === 'KafkaJSSASLAuthenticationError' && LOST_WHILE_LOGGING_IN.test(String(message))) return 'unreachable';
  }
  return null;
}

/** Whether the same work may succeed later, be the trouble Kafka's or another one's. */
export function isPassing(error: unknown): boolean {
  return troubleOf(error) !== null || classify(error).class === 'retry';
}
