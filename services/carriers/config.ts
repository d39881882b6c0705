// The settings of the carriers service: whether orders wait for fraud control, and how long.
import { type Compiled, defineBlock } from '#shared/config/block';
import { oneOf, wholeNumber } from '#shared/config/text-schemas';

export interface CarriersConfig {
  readonly hasFraudGate: boolean;
  readonly lateAfterMs: number;
  readonly releaseAfterMs: number | null;
}

export const CARRIERS_SERVICE = defineBlock({
  name: 'carriers service',
  variables: {
    FRAUD_GATE: {
      schema: oneOf(['on', 'off']),
      fallback: 'on',
      meaning:
        'Whether an order waits until fraud control releases it; `off` is for installations without fraud control.',
      remedy: 'Use on or off',
    },
    FRAUD_LATE_AFTER_MS: {
      schema: wholeNumber(100, 86_400_000),
      fallback: '60000',
      meaning:
        'An order that waits longer for its assessment is told as held and raises an alarm. Machine milliseconds.',
      remedy: 'Use a number of milliseconds from 100 to 86400000',
    },
    FRAUD_RELEASE_AFTER_MS: {
      schema: wholeNumber(100, 604_800_000),
      fallback: null,
      meaning: 'An order that waits longer for its assessment goes without one; unset: never. Machine milliseconds.',
      remedy: 'Use a number of milliseconds from 100 to 604800000',
    },
  },
  compile: (values): Compiled<CarriersConfig> => ({
    config: {
      hasFraudGate: values.FRAUD_GATE === 'on',
      lateAfterMs: values.FRAUD_LATE_AFTER_MS,
      releaseAfterMs: values.FRAUD_RELEASE_AFTER_MS ?? null,
    },
  }),
});
