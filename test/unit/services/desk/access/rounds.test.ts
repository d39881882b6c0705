// Rounds: alone at once, together a moment later, never longer than that.
import { describe, expect, test } from '@jest/globals';
import { createRounds } from '#services/desk/access/rounds';

function given() {
  let nowMs = 1_000;
  const due: { readonly atMs: number; readonly begin: () => void }[] = [];
  const admitted: string[] = [];
  const round = createRounds(
    { clock: { nowMs: () => nowMs }, later: (ms, begin) => void due.push({ atMs: nowMs + ms, begin }) },
    20,
  );
  return {
    admitted,
    waits: () => due.map(({ atMs }) => atMs),
    come: (who: string) => void round().then(() => admitted.push(`${who} at ${nowMs}`)),
    /** Lets time come to there. */
    until: async (ms: number) => {
      for (;;) {
        const at = due.findIndex(({ atMs }) => atMs <= ms);
        if (at === -1) break;
        const [next] = due.splice(at, 1);
        nowMs = Math.max(nowMs, next?.atMs ?? 0);
        next?.begin();
        await new Promise(setImmediate);
      }
      nowMs = ms;
    },
  };
}

describe('rounds of look-ups', () => {
  test('let in at once whoever comes alone, and together whoever comes soon after', async () => {
    const { admitted, come, until } = given();
    come('anna');
    await until(1_005);
    come('bert');
    await until(1_012);
    come('cleo');
    await until(1_019);
    expect(admitted).toEqual(['anna at 1000']);
    await until(1_030);
    expect(admitted).toEqual(['anna at 1000', 'bert at 1020', 'cleo at 1020']);
    await until(1_500);
    come('dora');
    await until(1_501);
    expect(admitted.at(-1)).toBe('dora at 1500');
  });

  test('are not put off by a clock that was put back', async () => {
    const { come, until, waits } = given();
    come('anna');
    await until(1_000);
    await until(200);
    come('bert');
    expect(waits()).toEqual([220]);
  });
});
