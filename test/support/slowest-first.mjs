// Which tests begin first. A fresh clone knows no earlier durations, and a slow test that begins last keeps one worker busy while the
// others have nothing left: so those that kill, restart and start stacks begin first.
import TestSequencer from '@jest/test-sequencer';

const SLOW = [/\/chaos\//, /\/journeys\//, /\/life-of-a-stack|\/conformance|\/services\/erasure\//];

const rank = ({ path }) => {
  const at = SLOW.findIndex((pattern) => pattern.test(path));
  return at === -1 ? SLOW.length : at;
};

class SlowestFirst extends TestSequencer {
  /** Among equals as jest has them: failed ones and longer ones first. */
  async sort(tests) {
    const sorted = await super.sort(tests);
    return [...sorted].sort((one, other) => rank(one) - rank(other));
  }
}

// By default, because jest takes nothing else.
export { SlowestFirst as default };
