import { describe, expect, test } from '@jest/globals';
import { createKafkaLogCreator, type KafkaLogEntry } from '#shared/logging/kafka-log';
import { createLogger } from '#shared/logging/logger';

const ERROR = 1;
const WARN = 2;
const INFO = 4;

function logged(
  entry: Omit<KafkaLogEntry, 'log'> & { log: Record<string, unknown> & { message: string } },
): Record<string, unknown> {
  const lines: string[] = [];
  const logger = createLogger({
    service: 's',
    level: 'debug',
    destination: { write: (line) => void lines.push(line) },
  });
  createKafkaLogCreator(logger)(INFO)(entry);
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

describe('log lines of the Kafka client', () => {
  test('keep their level when they tell of a real fault', () => {
    const line = logged({
      namespace: 'Connection',
      level: ERROR,
      log: { message: 'Response Produce(key: 0)', error: 'The request timed out', broker: '127.0.0.1:9092' },
    });
    expect(line).toMatchObject({
      level: 'error',
      component: 'kafka-client',
      step: 'Connection',
      reason: 'The request timed out',
      address: '127.0.0.1:9092',
    });
    expect(logged({ namespace: 'Admin', level: WARN, log: { message: 'Could not create topics' } })['level']).toBe(
      'warn',
    );
  });

  test.each([
    [
      'transactions that follow one another',
      {
        message: 'Response AddPartitionsToTxn(key: 24, version: 1)',
        error:
          'The producer attempted to update a transaction while another concurrent operation on the same transaction was ongoing',
      },
    ],
    [
      'a rebalance',
      { message: 'Response Heartbeat(key: 12)', error: 'The group is rebalancing, so a rejoin is needed' },
    ],
    ['a group that re-joins', { message: 'The group is rebalancing, re-joining' }],
    ['a member that re-joins', { message: 'The coordinator is not aware of this member, re-joining the group' }],
  ])('are lowered to debug when they are routine: %s', (_, log) => {
    expect(logged({ namespace: 'Connection', level: ERROR, log })['level']).toBe('debug');
  });

  test('are at debug when the client only informs', () => {
    expect(
      logged({ namespace: 'ConsumerGroup', level: INFO, log: { message: 'Consumer has joined the group' } })['level'],
    ).toBe('debug');
  });

  test.each([
    { message: 'Crash: TypeError: Ada Lovelace', stack: 'TypeError: Ada Lovelace\n at x' },
    { message: 'Error when calling eachBatch', error: new Error('Ada Lovelace'), stack: 'Ada Lovelace' },
    { message: 'Failed to execute listener: Ada Lovelace' },
    { message: 'Caught error when stopping the consumer: Ada Lovelace' },
    { message: 'x', memberAssignment: { name: 'Ada Lovelace' }, error: 'Ada Lovelace' },
  ])('never quote a foreign error, which may quote a record: $message', (log) => {
    const line = logged({ namespace: 'Consumer', level: ERROR, log });
    expect(JSON.stringify(line)).not.toMatch(/Lovelace/);
    expect(line['level']).toBe('error');
  });
});
