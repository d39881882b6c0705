// What keeps Docker from being used is an answer that lets the caller fall back; no daemon is needed to decide it.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { bringUpContainers, dockerAnswers, removeContainers } from '#shared/stack/docker-stack';
import { endProcess, startProcess } from '#shared/stack/own-process';
import type { CommandResult, RunCommand } from '#shared/stack/run-command';
import { newRunState, readRunState, writeRunState } from '#shared/stack/run-state';
import { stackPaths } from '#shared/stack/stack-paths';

const FINE: CommandResult = { exitCode: 0, missing: false, output: '' };
const REFUSED: CommandResult = { exitCode: 1, missing: false, output: 'pull access denied' };
const ports = { kafka: 21_000, registry: 21_001, mongod: 21_002, controller: 21_003 };

let stackDir: string;
beforeEach(async () => {
  stackDir = await mkdtemp(join(tmpdir(), 'docker-stack-'));
});
afterEach(async () => await rm(stackDir, { recursive: true, force: true }));

/** Answers `docker` by the first of its words that has an answer, and remembers what was asked. */
function fakeDocker(results: Readonly<Record<string, CommandResult>>): { run: RunCommand; asked: string[] } {
  const asked: string[] = [];
  const run: RunCommand = (program, args) => {
    asked.push([program, ...args].join(' '));
    const word = args.find((arg) => Object.hasOwn(results, arg));
    return Promise.resolve(word === undefined ? FINE : (results[word] ?? FINE));
  };
  return { run, asked };
}

function options(run: RunCommand) {
  const paths = stackPaths(stackDir, join(stackDir, 'components'));
  return {
    paths,
    profile: undefined,
    portBase: undefined,
    onProgress: () => undefined,
    run,
    starter: 'compose',
  } as const;
}

describe('Docker', () => {
  test.each([
    ['answers', FINE, true],
    ['has a client but no daemon', { exitCode: 1, missing: false, output: 'Cannot connect' }, false],
    ['is not installed', { exitCode: null, missing: true, output: '' }, false],
    ['hangs and is given up', { exitCode: null, missing: false, output: '' }, false],
  ])('%s', async (_, result, expected) => {
    expect(await dockerAnswers(fakeDocker({ info: result }).run)).toBe(expected);
  });

  test('without its compose plugin is not used, and the reason is said', async () => {
    const { run } = fakeDocker({ version: REFUSED });
    expect(await bringUpContainers(options(run))).toEqual({ usable: false, why: 'Docker has no compose plugin' });
  });

  test('is not used when its images can not be pulled, and leaves no stack that counts as up', async () => {
    const { run, asked } = fakeDocker({ pull: REFUSED });
    expect(await bringUpContainers(options(run))).toEqual({ usable: false, why: 'its images can not be pulled' });
    expect(asked.some((line) => line.includes(' up '))).toBe(false);
    expect(await readRunState(join(stackDir, 'run.json'))).toBeUndefined();
  });

  test('gets passwords through a file that only the owner reads, never as arguments', async () => {
    const { run, asked } = fakeDocker({ pull: REFUSED });
    await bringUpContainers(options(run));
    const file = join(stackDir, 'conf', 'docker.env');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const password = /STACK_SERVICES_PASSWORD=(\w+)/.exec(await readFile(file, 'utf8'))?.[1] ?? 'none';
    expect(password).toHaveLength(32);
    expect(asked.join('\n')).not.toContain(password);
    expect(asked.at(-1)).toContain(`--env-file ${file}`);
  });

  test('is not started beside local processes of the same stack, which would be forgotten', async () => {
    const { run } = fakeDocker({});
    const state = { ...newRunState('local', 'default', ports), up: true };
    const logFile = join(stackDir, 'kafka.log');
    const kafka = await startProcess({ program: '/bin/sleep', args: ['60'], cwd: stackDir, logFile });
    try {
      await writeRunState(options(run).paths.runFile, { ...state, processes: { kafka } });
      await expect(bringUpContainers(options(run))).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        violations: [{ variable: 'STACK' }],
      });
    } finally {
      await endProcess(kafka, 0);
    }
  });

  test('that refuses to start the containers is a failure with its last words', async () => {
    const { run } = fakeDocker({ up: { exitCode: 1, missing: false, output: 'first\nno space left on device\n' } });
    await expect(bringUpContainers(options(run))).rejects.toMatchObject({
      code: 'STACK_START_FAILED',
      details: { says: 'no space left on device' },
    });
  });

  test('takes the containers down and keeps their volumes unless purged', async () => {
    const { run, asked } = fakeDocker({});
    const { paths } = options(run);
    const state = { ...newRunState('docker', 'default', ports), up: true };
    await writeRunState(paths.runFile, state);
    await removeContainers(state, false, { paths, run });
    expect(asked.at(-1)).toMatch(/ down --timeout 30$/);
    expect(await readRunState(paths.runFile)).toMatchObject({ up: false });
    await removeContainers(state, true, { paths, run });
    expect(asked.at(-1)).toMatch(/ down --timeout 30 --volumes$/);
    expect(await readRunState(paths.runFile)).toBeUndefined();
  });
});
