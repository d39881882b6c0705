// People who look at the same time are served in rounds: what a round asks of the database it asks once for all of them, and their views are on record by
// one write. Each write that has to be durable costs the database a flush of its journal, whatever it holds; with one of each person those were a third of
// what it did. Whoever looks alone waits for nobody.
import type { Clock } from '#shared/domain/clock';

export interface RoundsDeps {
  /** The machine's. */
  readonly clock: Clock;
  /** Calls back after so many ms, never at once. */
  readonly later: (ms: number, then: () => void) => void;
}

/** @param everyMs between the beginnings of two rounds at least: the longest that anybody waits for company */
export function createRounds({ clock, later }: RoundsDeps, everyMs: number): () => Promise<void> {
  let waiting: (() => void)[] = [];
  let begunMs = Number.NEGATIVE_INFINITY;

  function begin(): void {
    const round = waiting;
    waiting = [];
    begunMs = clock.nowMs();
    for (const admit of round) admit();
  }

  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      // A clock that was put back must not make anybody wait for longer.
      if (waiting.length === 1) later(Math.min(everyMs, Math.max(0, begunMs + everyMs - clock.nowMs())), begin);
    });
}
