// Fills patterns such as `+4915#########` and `10## @@`; what comes out never passes for a card number.
import { holdsCardNumber } from '../digit-runs.js';
import type { SeededRandom } from '../seeded-random.js';

/** Letters of Dutch postal codes: F, I, O, Q, U, Y are rare or unused there, SA, SD and SS are not given out. */
const POSTAL_LETTERS = 'ABCDEGHJKLMNPRTVWXZ';

/** `#` becomes a digit, `@` a letter, all else stays. */
export function fillPattern(pattern: string, random: SeededRandom): string {
  for (;;) {
    const text = pattern.replace(/[#@]/g, (mark) =>
      mark === '#' ? String(random.below(10)) : POSTAL_LETTERS.charAt(random.below(POSTAL_LETTERS.length)),
    );
    if (!holdsCardNumber(text)) return text;
  }
}
