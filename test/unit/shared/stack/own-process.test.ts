// Servers are ended in order, by force when they don't listen, and never a process that only has the same id.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { endProcess, isAlive, startProcess, vitals } from '#shared/stack/own-process';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-process-'));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

function shell(script: string) {
  return startProcess({
    program: '/bin/sh',
    args: ['-c', script],
    cwd: folder,
    logFile: join(folder, 'logs', 'it.log'),
  });
}

describe('a server process', () => {
  test('is alive until it is ended, and tells its age and memory meanwhile', async () => {
    const id = await shell('exec sleep 60');
    expect(isAlive(id)).toBe(true);
    expect(vitals(id)?.uptimeSeconds).toBeLessThan(5);
    expect(vitals(id)?.residentBytes).toBeGreaterThan(0);
    await endProcess(id, 5_000);
    expect(isAlive(id)).toBe(false);
    expect(vitals(id)).toBeUndefined();
  });

  test('that ignores SIGTERM is killed after its grace time', async () => {
    const id = await shell('trap "" TERM; echo ready; while :; do sleep 1; done');
    while (!(await readFile(join(folder, 'logs', 'it.log'), 'utf8')).includes('ready')) {
      /* until the trap is set */
    }
    await endProcess(id, 200);
    expect(isAlive(id)).toBe(false);
  });

  test('is not mistaken for another program that was given its id later, which stays alive', async () => {
    const id = await shell('exec sleep 60');
    const reused = { ...id, startTicks: id.startTicks - 1 };
    expect(isAlive(reused)).toBe(false);
    await endProcess(reused, 1_000);
    expect(isAlive(id)).toBe(true);
    await endProcess(id, 0);
  });

  test('gets none of the variables of our shell, so that they can not change how it runs', async () => {
    // /bin/sh adds a few of its own.
    const id = await shell('env; echo ready; exec sleep 60');
    const log = (): Promise<string> => readFile(join(folder, 'logs', 'it.log'), 'utf8');
    while (!(await log()).includes('ready')) {
      /* until it is written */
    }
    await endProcess(id, 0);
    const names = [...(await log()).matchAll(/^(\w+)=/gm)].map(([, name]) => name ?? '');
    expect(names).toContain('PATH');
    expect(names.filter((name) => !['PATH', 'LANG', 'PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))).toEqual([]);
  });

  test('keeps the log of its last run when it starts again, for that is where a crash can be read', async () => {
    for (const word of ['first', 'second']) {
      const id = await shell(`echo ${word}; exec sleep 60`);
      while (!(await readFile(join(folder, 'logs', 'it.log'), 'utf8')).includes(word)) {
        /* until it is written */
      }
      await endProcess(id, 0);
    }
    expect(await readFile(join(folder, 'logs', 'it.log.before'), 'utf8')).toBe('first\n');
  });

  test('that does not exist says so', async () => {
    const command = { program: join(folder, 'nothing'), args: [], cwd: folder, logFile: join(folder, 'it.log') };
    await expect(startProcess(command)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
