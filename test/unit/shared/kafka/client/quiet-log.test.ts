import { describe, expect, test } from '@jest/globals';
import { createQuietLogCreator } from '#shared/kafka/client/quiet-log';
import { createLogger } from '#shared/logging/logger';
import type { KafkaLogEntry } from '#shared/logging/kafka-log';

const ERROR = 1;

function levelsOf(...messages: unknown[]): string[] {
  const lines: string[] = [];
  const logger = createLogger({ service: 's', level: 'debug', destination: { write: (line) => lines.push(line) } });
  const write = createQuietLogCreator(logger)(ERROR);
  for (const message of messages) {
    write({ namespace: 'BrokerPool', level: ERROR, log: { message } } as KafkaLogEntry);
  }
  return lines.map((line) => (JSON.parse(line) as { level: string }).level);
}

describe("kafkajs' log", () => {
  test('tells each attempt to connect at debug, because the outage is told by whoever suffers from it', () => {
    expect(
      levelsOf(
        'Connection error: connect ECONNREFUSED',
        'Failed to connect to seed broker, trying another broker from the list',
        'SASL PLAIN authentication failed: Connection error: cut',
      ),
    ).toEqual(['debug', 'debug', 'debug']);
  });

  test('tells what is no attempt as loud as kafkajs does', () => {
    expect(levelsOf('SASL PLAIN authentication failed: Authentication failed')).toEqual(['error']);
  });

  test('bears what kafkajs passes for a message now and then', () => {
    expect(levelsOf(new Error('an Error object'), undefined)).toEqual(['error', 'error']);
  });
});
