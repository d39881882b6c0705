// Where a stack lies, and when it shares the downloads of another.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { stackPaths } from '#shared/stack/stack-paths';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'stack-paths-'));
});
afterEach(async () => await rm(root, { recursive: true, force: true }));

describe('a stack', () => {
  test('lies in .stack of the repository with everything it has', () => {
    const paths = stackPaths(undefined, undefined, root);
    expect(paths.stackDir).toBe(join(root, '.stack'));
    expect(paths.components).toBe(join(root, '.stack', 'components'));
    expect(paths.dataOf('kafka')).toBe(join(root, '.stack', 'data', 'kafka'));
    expect(paths.logOf('mongod')).toBe(join(root, '.stack', 'logs', 'mongod.log'));
  });

  test('elsewhere keeps its own components when the repository has none', () => {
    expect(stackPaths(join(root, 'other'), undefined, root).components).toBe(join(root, 'other', 'components'));
  });

  test('elsewhere takes those of the repository when they are there, so that nothing is downloaded twice', async () => {
    await mkdir(join(root, '.stack', 'components'), { recursive: true });
    const other = join(root, 'other');
    expect(stackPaths(other, undefined, root).components).toBe(join(root, '.stack', 'components'));
    await mkdir(join(other, 'components'), { recursive: true });
    expect(stackPaths(other, undefined, root).components).toBe(join(other, 'components'));
  });

  test('takes its components from STACK_CACHE when that is set', () => {
    expect(stackPaths(undefined, join(root, 'cache'), root).components).toBe(join(root, 'cache'));
  });
});
