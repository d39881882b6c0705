// Raises alarms: one line in the log with the code and what to do, and a counter that monitoring watches.
import type { LogFields } from '#shared/logging/keys';
import type { Logger } from '#shared/logging/logger';
import { type AlarmCode, ALARMS } from './alarm-list.js';
import type { Metrics } from './metrics.js';

export interface Alarms {
  /** @param fields where: listed log keys only, as in every line */
  raise(code: AlarmCode, fields: LogFields): void;
}

export function createAlarms(metrics: Pick<Metrics, 'alarms'>, logger: Logger): Alarms {
  return {
    raise: (code, fields) => {
      const { level, summary, whatToDo } = ALARMS[code];
      metrics.alarms.inc({ code });
      logger[level]({ ...fields, code, whatToDo }, summary);
    },
  };
}
