import { describe, expect, test } from '@jest/globals';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { createOutageLog } from '#shared/kafka/client/outage-log';
import { createLogger } from '#shared/logging/logger';

function recording() {
  const lines: string[] = [];
  const logger = createLogger({ service: 's', destination: { write: (line) => lines.push(line) } });
  let nowMs = 0;
  const log = createOutageLog(logger, { nowMs: () => nowMs }, 'fetch');
  const told = (): string[] =>
    lines.map((line) => {
      const { level, attempt, durationMs } = JSON.parse(line) as { level: string; attempt: number; durationMs: number };
      return `${level} attempt ${attempt} after ${durationMs} ms`;
    });
  return { log, told, pass: (ms: number) => (nowMs += ms) };
}

describe('the log of an outage', () => {
  test('tells of its beginning, then every half minute, then of its end, not of each attempt', () => {
    const { log, told, pass } = recording();
    for (let second = 0; second <= 65; second++) {
      log.failed(new FulfilmentError('KAFKA_UNAVAILABLE'));
      pass(1_000);
    }
    log.recovered();
    log.recovered();
    expect(told()).toEqual([
      'warn attempt 1 after 0 ms',
      'warn attempt 31 after 30000 ms',
      'warn attempt 61 after 60000 ms',
      'info attempt 66 after 66000 ms',
    ]);
  });

  test('tells of the next outage at once', () => {
    const { log, told, pass } = recording();
    log.failed(new FulfilmentError('KAFKA_UNAVAILABLE'));
    log.recovered();
    pass(10);
    log.failed(new FulfilmentError('KAFKA_UNAVAILABLE'));
    expect(told()).toHaveLength(3);
  });
});
