// Time, randomness and environment come from outside, so that every decision can be repeated in a test.
import { describe, expect, test } from '@jest/globals';
import { judgeAmbient } from './support/ambient-law.js';
import { describeFile, readSourceFiles } from './support/module-graph.js';

function judged(path: string, text: string): string[] {
  return judgeAmbient(describeFile(path, text));
}

describe('the surroundings', () => {
  test('are read by adapters only', () => {
    expect(readSourceFiles().flatMap(judgeAmbient)).toEqual([]);
  });

  test.each([
    ['const a = process.env.X;', /shared\/config/],
    ["const a = process.env['X'];", /shared\/config/],
    ['const { env } = process;', /shared\/config/],
    ["import { env } from 'node:process';", /shared\/config/],
    ['const a = Date.now();', /Clock/],
    ['const a = new Date();', /Clock/],
    ['const a = Math.random();', /random/],
    ["import { randomUUID } from 'node:crypto';", /ids/],
    ["import * as crypto from 'node:crypto'; crypto.randomUUID();", /ids/],
  ])('refuses %s in a step', (text, remedy) => {
    expect(judged('services/intake/steps/a.ts', text)).toEqual([expect.stringMatching(remedy)]);
  });

  test('allows what adapters need, and a date made of a given time', () => {
    expect(judged('shared/config/load.ts', 'const a = process.env;')).toEqual([]);
    expect(judged('shared/domain/system-clock.ts', 'const a = Date.now();')).toEqual([]);
    expect(judged('services/intake/main.ts', 'const a = process.env.X;')).toEqual([]);
    expect(judged('services/intake/steps/a.ts', 'const a = new Date(5); // Date.now()')).toEqual([]);
  });

  test('a main file does not lend its rights to others whose name ends alike', () => {
    expect(judged('services/intake/steps/domain.ts', 'const a = process.env.X;')).toHaveLength(1);
  });
});
