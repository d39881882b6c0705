import { describe, expect, test } from '@jest/globals';
import { createErasureWindow } from '#services/erasure/steps/erasure-window';

function givenWindow() {
  let nowMs = 0;
  const window = createErasureWindow(10, 100, { nowMs: () => nowMs });
  return { window, passMs: (ms: number) => (nowMs += ms) };
}

describe('the window of erasures under way', () => {
  test('closes as they begin and opens as they are heard of, so that a backlog does not pile up in the topics', () => {
    const { window } = givenWindow();
    window.began(4);
    expect(window.room()).toBe(6);
    window.began(6);
    expect(window.room()).toBe(0);
    window.heard(7);
    expect(window.room()).toBe(7);
  });

  test('opens when half of it is free, not by a crack: what begins in handfuls costs its handful of commits each', () => {
    const { window } = givenWindow();
    window.began(10);
    window.heard(4);
    expect(window.room()).toBe(0);
    window.heard(1);
    expect(window.room()).toBe(5);
  });

  test('opens again when nobody answers for a while: keys are destroyed whether participants live or not', () => {
    const { window, passMs } = givenWindow();
    window.began(10);
    passMs(99);
    expect(window.room()).toBe(0);
    passMs(1);
    expect(window.room()).toBe(10);
  });

  test('stays closed while answers come, however slowly', () => {
    const { window, passMs } = givenWindow();
    window.began(10);
    for (let step = 0; step < 5; step++) {
      passMs(60);
      window.heard(1);
      window.began(window.room());
      expect(window.room()).toBe(0);
    }
  });

  test('never promises more than its size when answers of another owner come in', () => {
    const { window } = givenWindow();
    window.heard(50);
    expect(window.room()).toBe(10);
  });
});
