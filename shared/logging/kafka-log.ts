// Carries the log lines of the Kafka client into ours: routine ones at debug, and never the text of an error it quotes.
import type { LogFields } from './keys.js';
import type { Logger } from './logger.js';

/** What kafkajs passes to its log function; extra keys vary by message. */
export interface KafkaLogEntry {
  readonly namespace: string;
  readonly level: number;
  readonly log: { readonly message: string; readonly [extra: string]: unknown };
}

const ERROR = 1;
const WARN = 2;

/**
 * Errors that belong to normal work: transactions that follow one another, groups that rebalance, and the retries
 * and re-joins the client makes by itself. They surface by other means (metrics, the error after the last retry).
 */
const ROUTINE =
  /concurrent operation|concurrent transactions|CONCURRENT_TRANSACTIONS|generation id is not valid|valid member id|rebalanc|coordinator is not aware|re-join|not the leader|no leader|Failed to find group coordinator|group coordinator is not available|coordinator is loading|not the (correct )?coordinator|does not host this topic-partition|metadata refresh/i;

/** The `logCreator` for kafkajs: `new Kafka({ logCreator: createKafkaLogCreator(logger) })`. */
export function createKafkaLogCreator(logger: Logger): (level: number) => (entry: KafkaLogEntry) => void {
  const kafkaLogger = logger.child({ component: 'kafka-client' });
  return () => (entry) => {
    const { log, level } = entry;
    const told = `${log.message} ${typeof log['error'] === 'string' ? log['error'] : ''}`;
    const fields = fieldsOf(entry);
    const message = plainMessage(log.message);
    if (level > WARN || ROUTINE.test(told)) kafkaLogger.debug(fields, message);
    else if (level === ERROR) kafkaLogger.error(fields, message);
    else kafkaLogger.warn(fields, message);
  };
}

/** kafkajs appends the message of a foreign error after a colon ("Crash: …"): the fixed part before it stays. */
function plainMessage(message: string): string {
  const crash = /^(?:Crash|Failed to execute listener|Failed to send messages|Caught error when [^:]*)(?=:)/.exec(
    message,
  );
  return crash === null ? message : `${crash[0]} (the error itself is logged by the service)`;
}

function fieldsOf({ namespace, log }: KafkaLogEntry): LogFields {
  const { topic, partition, groupId, retryCount, retryTime, error, broker } = log;
  return {
    step: namespace,
    ...(typeof topic === 'string' ? { topic } : {}),
    ...(typeof partition === 'number' ? { partition } : {}),
    ...(typeof groupId === 'string' ? { groupId } : {}),
    ...(typeof broker === 'string' ? { address: broker } : {}),
    ...(typeof retryCount === 'number' ? { attempt: retryCount } : {}),
    ...(typeof retryTime === 'number' ? { waitMs: Math.round(retryTime) } : {}),
    ...(namespace === 'Connection' && typeof error === 'string' ? { reason: error } : {}),
  };
}
