// Between kafkajs' log and ours: kafkajs logs each of its attempts to connect as an error, and now and then an Error
// object instead of a text. An outage is told once and in intervals by whoever suffers from it (see outage-log).
import { createKafkaLogCreator, type KafkaLogEntry } from '#shared/logging/kafka-log';
import type { Logger } from '#shared/logging/logger';

type LogCreator = ReturnType<typeof createKafkaLogCreator>;

const DEBUG = 5;
const ATTEMPT =
  /Connection (?:error|timeout)|Failed to connect|Not connected|Closed connection|Connection closed|timed out/i;

export function createQuietLogCreator(logger: Logger): LogCreator {
  const create = createKafkaLogCreator(logger);
  return (level) => {
    const write = create(level);
    return (entry) => write(quiet(entry));
  };
}

function quiet(entry: KafkaLogEntry): KafkaLogEntry {
  const given: unknown = entry.log.message;
  const message =
    typeof given === 'string' ? given : given instanceof Error ? given.message : 'kafkajs reports an error';
  const reason = typeof entry.log['error'] === 'string' ? entry.log['error'] : '';
  const isAttempt = ATTEMPT.test(message) || ATTEMPT.test(reason);
  return { ...entry, level: isAttempt ? DEBUG : entry.level, log: { ...entry.log, message } };
}
