import { describe, expect, test } from '@jest/globals';
import { createProgressLine } from '#shared/replay/progress-line';

const counts = { placed: 50, underWay: 9, released: 8, delivered: 7, finished: 6, erased: 5, refused: 4 };

function given(isTTY: boolean) {
  const written: string[] = [];
  let nowMs = 0;
  const line = createProgressLine({ isTTY, write: (text: string) => written.push(text) }, 100, () => nowMs);
  return { written, line, pass: (ms: number) => (nowMs += ms) };
}

describe('the progress of a replay', () => {
  test('is one line that is rewritten on a terminal', () => {
    const { written, line, pass } = given(true);
    pass(2_000);
    line.show(counts);
    line.show(counts);
    line.end(counts);
    expect(written).toHaveLength(3);
    expect(written[0]).toBe(
      '\r\u001b[2K   2 s  in 50/100 · 25/s · under way 9 · released 8 · delivered 7 · finished 6 · erased 5 · refused 4',
    );
    expect(written[2]?.endsWith('refused 4\n')).toBe(true);
  });

  test('is a line every few seconds where there is no terminal, so that logs stay short, and one at the end', () => {
    const { written, line, pass } = given(false);
    for (let i = 0; i < 100; i++) {
      pass(100);
      line.show(counts);
    }
    expect(written).toHaveLength(2);
    line.end(counts);
    expect(written).toHaveLength(3);
    expect(written.join('')).not.toContain('\u001b');
  });
});
