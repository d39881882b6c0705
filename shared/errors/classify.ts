// Says once, for any thrown value, which code it has and so whether to retry, dead-letter or crash.
// Total: a foreign or hostile value is UNEXPECTED, and classifying never throws.
import { CATALOGUE, type ErrorClass, type ErrorCode } from './catalogue.js';
import { kafkaCodeOf } from './foreign/kafka-errors.js';
import { mongoCodeOf } from './foreign/mongo-errors.js';
import { networkCodeOf } from './foreign/network-errors.js';
import { isFulfilmentError } from './fulfilment-error.js';

export interface Classification {
  readonly class: ErrorClass;
  readonly code: ErrorCode;
}

const DEEPEST_CAUSE = 8;

/**
 * Looks at the error itself first, then at its causes (at most 8 deep), and takes the first answer.
 * @returns class and code; `crash` and `UNEXPECTED` for whatever is not known
 */
export function classify(error: unknown): Classification {
  const code = codeOf(error);
  return { class: CATALOGUE[code].class, code };
}

function codeOf(error: unknown): ErrorCode {
  try {
    let current = error;
    for (let depth = 0; depth < DEEPEST_CAUSE && typeof current === 'object' && current !== null; depth++) {
      if (isFulfilmentError(current)) return current.code;
      const code = kafkaCodeOf(current) ?? mongoCodeOf(current) ?? networkCodeOf(current);
      if (code !== null) return code;
      current = (current as { cause?: unknown }).cause;
    }
  } catch {
    // A getter of a foreign object threw: it tells us nothing, so the cautious answer below stands.
  }
  return 'UNEXPECTED';
}
