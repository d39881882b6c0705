// A person sees that something is going on, a log is not flooded, and the table lines up.
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { createProgressPrinter } from '#shared/stack/progress-printer';
import { newRunState } from '#shared/stack/run-state';
import type { FetchPhase, StackProgress } from '#shared/stack/stack-progress';
import { statusTable } from '#shared/stack/stack-status';

function fetching(phase: FetchPhase, bytes: number, elapsedMs: number): StackProgress {
  return { kind: 'fetch', component: 'kafka', phase, bytes, elapsedMs };
}

function printed(isTTY: boolean, events: readonly StackProgress[]): string {
  let text = '';
  const print = createProgressPrinter({ isTTY, write: (piece) => (text += piece) });
  for (const event of events) print(event);
  return text;
}

describe('progress', () => {
  test('names component, bytes so far and elapsed time', () => {
    expect(printed(false, [fetching('download', 12_340_000, 2_500)])).toMatch(
      /^kafka +downloading +12\.3 MB +2\.5 s\n$/,
    );
  });

  test('in a log has one line for each phase and one every five seconds of a download', () => {
    const downloads = Array.from({ length: 25 }, (_, index) => fetching('download', index, index * 500));
    const lines = printed(false, [...downloads, fetching('verify', 25, 12_600)])
      .trim()
      .split('\n');
    expect(lines.map((line) => line.slice(-6).trim())).toEqual(['0.0 s', '5.0 s', '10.0 s', '12.6 s']);
  });

  test('on a terminal is written over in place', () => {
    const text = printed(true, [fetching('download', 0, 0), fetching('download', 9, 500)]);
    expect(text.split('\u001b[1A')).toHaveLength(2);
  });
});

describe('the status table', () => {
  test('has a line per server with state and address, and no process for a server that is down', () => {
    const ports = { kafka: 21_000, registry: 21_001, mongod: 21_002, controller: 21_003 };
    const state = newRunState('local', 'default', ports);
    const table = stripVTControlCharacters(statusTable(state, { kafka: 'up', registry: 'silent', mongod: 'down' }));
    const lines = table.split('\n');
    expect(lines.map((line) => line.split(/ {2,}/).slice(0, 5).join('|'))).toEqual([
      'server|state|version|address|pid',
      'kafka|up|4.2.1|127.0.0.1:21000|–',
      'registry|silent|3.3.3|127.0.0.1:21001|–',
      'mongod|down|6.0.5|127.0.0.1:21002|–',
    ]);
    expect(new Set(lines.map((line) => line.indexOf(line.split(/ {2,}/)[3] ?? ''))).size).toBe(1);
  });
});
