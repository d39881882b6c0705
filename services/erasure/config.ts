// The settings of the erasure service: how patient it is. Who has to answer is a setting of all services.
import { type Compiled, defineBlock } from '#shared/config/block';
import type { ParticipantsConfig } from '#shared/config/participants';
import { wholeNumber } from '#shared/config/text-schemas';

/** How patient the service is, and how much it does at a time. */
export interface Patience {
  /** First wait for receipts before the request is repeated; doubles up to `longestReminderMs`. Machine time. */
  readonly firstReminderMs: number;
  readonly longestReminderMs: number;
  /** An erasure under way for so long counts as overdue. Machine time. */
  readonly overdueMs: number;
  /** How often a lane looks for what fell due, and after it found nothing. */
  readonly tickMs: number;
  readonly idleTickMs: number;
  /** Erasures of a lane that may wait for their first answer at a time. */
  readonly batch: number;
}

export type ErasureConfig = Patience & ParticipantsConfig;

const ERASURE_DEFAULTS: Patience = {
  firstReminderMs: 15_000,
  longestReminderMs: 300_000,
  overdueMs: 300_000,
  tickMs: 200,
  idleTickMs: 600,
  batch: 2_000,
};

export const ERASURE_SERVICE = defineBlock({
  name: 'erasure service',
  variables: {
    ERASURE_FIRST_REMINDER_MS: {
      schema: wholeNumber(100, 3_600_000),
      fallback: String(ERASURE_DEFAULTS.firstReminderMs),
      meaning:
        'How long to wait for receipts before the request is repeated, in machine milliseconds; the wait doubles each time.',
      remedy: 'Use a number of milliseconds from 100 to 3600000',
    },
    ERASURE_OVERDUE_MS: {
      schema: wholeNumber(1_000, 604_800_000),
      fallback: String(ERASURE_DEFAULTS.overdueMs),
      meaning:
        'An erasure under way for so many machine milliseconds counts as overdue: it is logged and shows in `erasure_overdue`.',
      remedy: 'Use a number of milliseconds from 1000 to 604800000',
    },
  },
  compile: (values): Compiled<Patience> => ({
    config: {
      ...ERASURE_DEFAULTS,
      firstReminderMs: values.ERASURE_FIRST_REMINDER_MS,
      longestReminderMs: Math.max(ERASURE_DEFAULTS.longestReminderMs, values.ERASURE_FIRST_REMINDER_MS),
      overdueMs: values.ERASURE_OVERDUE_MS,
    },
  }),
});
