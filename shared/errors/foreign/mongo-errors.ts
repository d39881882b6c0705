// Reads MongoDB driver errors by name, number and label, so that only the store adapters need the driver itself.
import type { ErrorCode } from '../catalogue.js';

const UNAVAILABLE = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoWriteConcernError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoOperationTimeoutError',
  'PoolClearedOnNetworkError',
]);
/** Not primary, stepping down, shutting down, host gone, exceeded time, write concern not met. */
const UNAVAILABLE_NUMBERS = new Set([6, 7, 50, 64, 89, 91, 112, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);
/** Unauthorized, authentication failed. */
const DENIED_NUMBERS = new Set([13, 18]);
const RETRY_LABELS = ['RetryableWriteError', 'TransientTransactionError', 'RetryableError', 'NetworkError'];

interface MongoShape {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly hasErrorLabel?: unknown;
}

/** The code of a MongoDB driver error, or null when it is none. */
export function mongoCodeOf(error: object): ErrorCode | null {
  const { name, code } = error as MongoShape;
  if (typeof name !== 'string' || !(name.startsWith('Mongo') || UNAVAILABLE.has(name))) return null;
  if (typeof code === 'number' && DENIED_NUMBERS.has(code)) return 'MONGO_DENIED';
  if (UNAVAILABLE.has(name) || hasRetryLabel(error)) return 'MONGO_UNAVAILABLE';
  return typeof code === 'number' && UNAVAILABLE_NUMBERS.has(code) ? 'MONGO_UNAVAILABLE' : 'MONGO_REFUSED';
}

function hasRetryLabel(error: object): boolean {
  const labelled = error as { hasErrorLabel?: (label: string) => unknown };
  return (
    typeof labelled.hasErrorLabel === 'function' &&
    RETRY_LABELS.some((label) => labelled.hasErrorLabel?.(label) === true)
  );
}
