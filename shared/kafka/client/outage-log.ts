// Tells of an outage when it begins, every half minute while it lasts, and when it is over: never once per attempt.
import type { Clock } from '#shared/domain/clock';
import { classify } from '#shared/errors/classify';
import type { LogFields } from '#shared/logging/keys';
import type { Logger } from '#shared/logging/logger';

export interface OutageLog {
  failed(error: unknown, fields?: LogFields): void;
  /** Cheap when nothing had failed. */
  recovered(fields?: LogFields): void;
}

const REMIND_MS = 30_000;

/** @param what fixed text that names the work, e.g. `fetch` */
export function createOutageLog(logger: Logger, clock: Clock, what: string): OutageLog {
  let sinceMs: number | null = null;
  let toldMs = 0;
  let attempts = 0;
  return {
    failed: (error, fields = {}) => {
      const nowMs = clock.nowMs();
      attempts++;
      sinceMs ??= nowMs;
      if (attempts > 1 && nowMs - toldMs < REMIND_MS) return;
      toldMs = nowMs;
      const { code } = classify(error);
      const durationMs = nowMs - sinceMs;
      logger.warn(
        { ...fields, step: what, code, attempt: attempts, durationMs, err: error },
        'Kafka work fails, trying on',
      );
    },
    recovered: (fields = {}) => {
      if (sinceMs === null) return;
      const durationMs = clock.nowMs() - sinceMs;
      logger.info({ ...fields, step: what, attempt: attempts, durationMs }, 'Kafka work succeeds again');
      sinceMs = null;
      attempts = 0;
    },
  };
}
