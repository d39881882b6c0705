// How fast time runs: the real time in production, days in seconds for the sample and the replay.
import { type Compiled, defineBlock } from './block.js';
import { positiveNumber, wholeNumber } from './text-schemas.js';

export interface ClockConfig {
  /** Scaled milliseconds per real one; 1 is real time. */
  readonly speed: number;
  /** Real instant at which scaling begins. */
  readonly originMs: number;
  /** What the scaled clock shows at that instant. */
  readonly startMs: number;
}

const LAST_INSTANT_MS = 8_640_000_000_000_000;

export const CLOCK = defineBlock({
  name: 'clock',
  variables: {
    CLOCK_SPEED: {
      schema: positiveNumber(),
      fallback: '1',
      meaning: 'Seconds that pass on our clock per real second: 86400 lets a day pass in a second.',
      remedy: 'Leave it out for real time',
    },
    CLOCK_ORIGIN_MS: {
      schema: wholeNumber(0, LAST_INSTANT_MS),
      fallback: null,
      meaning:
        'Real instant (milliseconds since 1970) at which the faster time begins; needed with CLOCK_SPEED or CLOCK_START_MS.',
      remedy: 'Give all processes the same instant, e.g. when the stack was started',
    },
    CLOCK_START_MS: {
      schema: wholeNumber(0, LAST_INSTANT_MS),
      fallback: null,
      meaning:
        'What our clock shows at that instant, e.g. the first day of a replayed history; unset: CLOCK_ORIGIN_MS.',
      remedy: 'Leave it out to start from the present',
    },
  },
  compile: (values): Compiled<ClockConfig> => {
    const { CLOCK_SPEED: speed, CLOCK_ORIGIN_MS: originMs, CLOCK_START_MS: startMs } = values;
    if (originMs === undefined && (speed !== 1 || startMs !== undefined)) {
      const problem = 'is needed when CLOCK_SPEED or CLOCK_START_MS is set, so that all processes agree on the time';
      return { violations: [{ variable: 'CLOCK_ORIGIN_MS', problem, remedy: 'Give all processes the same instant' }] };
    }
    const origin = originMs ?? 0;
    return { config: { speed, originMs: origin, startMs: startMs ?? origin } };
  },
});
