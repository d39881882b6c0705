// Reads kafkajs errors by name, type and cause, so that only shared/kafka needs the client itself.
import type { ErrorCode } from '../catalogue.js';

const FENCED = new Set([
  'INVALID_PRODUCER_EPOCH',
  'FENCED_INSTANCE_ID',
  'TRANSACTION_COORDINATOR_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
]);
const DENIED = new Set([
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
  'SECURITY_DISABLED',
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
]);
const REBALANCING = new Set(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'MEMBER_ID_REQUIRED']);
const UNAVAILABLE = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSTimeout',
  'KafkaJSLockTimeout',
  'KafkaJSBrokerNotFound',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSTopicMetadataNotLoaded',
  'KafkaJSStaleTopicMetadataAssignment',
  'KafkaJSGroupCoordinatorNotFound',
]);
/** PRODUCER_FENCED, younger than kafkajs 2.2.4: it reports the bare number. */
const FENCED_BY_NUMBER = /Unknown error code 90\b/;

/** Foreign errors may go in circles. */
const DEEPEST_INNER = 8;

interface KafkaShape {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly retriable?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly originalError?: unknown;
  readonly errors?: unknown;
}

/** The code of a kafkajs error, or null when it is none. */
export function kafkaCodeOf(error: object, depth = 0): ErrorCode | null {
  const shape = error as KafkaShape;
  if (typeof shape.name !== 'string' || !shape.name.startsWith('KafkaJS')) return null;
  return ofType(shape) ?? ofInner(shape, depth) ?? ofName(shape.name, shape.retriable);
}

function ofType(shape: KafkaShape): ErrorCode | null {
  const type = typeof shape.type === 'string' ? shape.type : '';
  if (FENCED.has(type)) return 'KAFKA_FENCED';
  if (DENIED.has(type)) return 'KAFKA_DENIED';
  if (REBALANCING.has(type)) return 'KAFKA_REBALANCING';
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION' || type === 'INVALID_TOPIC_EXCEPTION') return 'TOPIC_MISSING';
  if (typeof shape.message === 'string' && FENCED_BY_NUMBER.test(shape.message)) return 'KAFKA_FENCED';
  return null;
}

/** kafkajs wraps: the last error of spent retries is the cause, the first of an aggregate stands for all. */
function ofInner(shape: KafkaShape, depth: number): ErrorCode | null {
  if (depth === DEEPEST_INNER) return null;
  const first: unknown = Array.isArray(shape.errors) ? (shape.errors as unknown[])[0] : undefined;
  for (const inner of [shape.cause, shape.originalError, first]) {
    if (typeof inner !== 'object' || inner === null || inner === shape) continue;
    const code = kafkaCodeOf(inner, depth + 1);
    if (code !== null) return code;
  }
  return null;
}

function ofName(name: string, retriable: unknown): ErrorCode {
  if (name === 'KafkaJSSASLAuthenticationError') return 'KAFKA_DENIED';
  if (UNAVAILABLE.has(name) || retriable === true) return 'KAFKA_UNAVAILABLE';
  return name === 'KafkaJSNumberOfRetriesExceeded' ? 'KAFKA_UNAVAILABLE' : 'KAFKA_REFUSED';
}
