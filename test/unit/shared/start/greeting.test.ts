// What somebody at the terminal reads, and what is left for them to do.
import { expect, test } from '@jest/globals';
import { leavesFirst } from '#shared/start/left-to-people';
import { createLiveView, type RoadCounts } from '#shared/start/live-view';
import { deskLines } from '#shared/start/sample-people';
import { aheadLine, parseStartArguments } from '#shared/start/start-arguments';

test('each role is told how to log in and what there is to do, and which order stays to be looked up', () => {
  const people = { issuer: 'http://issuer', close: async () => undefined };
  const lines = deskLines('http://desk', people, 'CC-1');
  for (const role of ['customer-service', 'analyst', 'privacy-officer', 'auditor', 'administrator', 'customer'])
    expect(lines).toMatch(new RegExp(`http://desk/console/\\?as=${role}\\s+\\S*\\w+ .*`));
  expect(lines).toContain('CC-1');
  expect(deskLines('http://desk', people, null)).not.toContain('look up one order');
  expect(deskLines(undefined, people, null)).toBe('');
});

test('time runs slowly enough to look, and fast where the sample is played to its end', () => {
  const looking = parseStartArguments(['--seed', 's']);
  const once = parseStartArguments(['--once', '--seed', 's']);
  if (looking === 'help' || once === 'help') throw new Error('no help was asked for');
  expect(aheadLine(looking)).toBe('500 orders and more after them, until Ctrl-C (seed s); a day passes in 20 s');
  expect(aheadLine(once)).toBe('500 orders to their end (seed s); a day passes in 1 s');
});

test('the first flagged orders are left to people, always the same ones, and no others', () => {
  const isLeft = leavesFirst(2);
  expect(['a', 'b', 'c', 'a', 'b', 'd'].map(isLeft)).toEqual([true, true, false, true, true, false]);
  expect(leavesFirst(0)('a')).toBe(false);
});

test('where there is no terminal a line is written when something has changed, not every few seconds', () => {
  const written: string[] = [];
  let nowMs = 10_000;
  const stream = { isTTY: false, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream;
  const view = createLiveView(stream, 2, () => nowMs);
  const nothing = { placed: 0, sealedAtSource: 0, refused: 0, accepted: 0, released: 0, handedOver: 0 };
  const counts: RoadCounts = { ...nothing, delivered: 0, finished: 0, erased: 0, carriers: [] };
  for (const placed of [1, 1, 1, 2]) {
    view.show({ ...counts, placed });
    nowMs += 5_000;
  }
  expect(written.map((line) => line.slice(0, 8))).toEqual(['placed 1', 'placed 2']);
});
