// When one more test may begin: only while the cores are idle, and not on a short lull.
import path from 'node:path';
import { expect, test } from '@jest/globals';

interface Spent {
  readonly idle: number;
  readonly all: number;
}
type CoresAreIdle = (isOver: () => boolean, look: () => Spent, lookMs: number) => Promise<boolean>;

const source = path.resolve(import.meta.dirname, '../../../../support/runner/idle-cores.mjs');
const { coresAreIdle } = (await import(source)) as { coresAreIdle: CoresAreIdle };

/** Looks at cores that were idle for these shares of the time; the last one goes on. */
function coresIdleFor(...shares: readonly number[]): { look(): Spent; looks(): number } {
  let [idle, looks] = [0, 0];
  const look = (): Spent => {
    if (looks > 0) idle += 1_000 * (shares[Math.min(looks, shares.length) - 1] ?? 0);
    return { idle, all: 1_000 * looks++ };
  };
  return { look, looks: () => looks };
}

test('a lull is none until it has lasted for three looks in a row', async () => {
  const cores = coresIdleFor(0.1, 0.9, 0.9, 0.2, 0.5, 0.4, 0.6);
  expect(await coresAreIdle(() => false, cores.look, 1)).toBe(true);
  expect(cores.looks()).toBe(8);
});

test('on busy cores it waits until everything is over', async () => {
  const cores = coresIdleFor(0.39);
  expect(await coresAreIdle(() => cores.looks() > 20, cores.look, 1)).toBe(false);
});
