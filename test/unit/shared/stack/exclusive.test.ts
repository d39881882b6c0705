// One at a time across processes, with no lock left behind by a process that was killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { exclusively } from '#shared/stack/exclusive';

/** Holds the lock of a key in another process, as an old `up` would. */
async function holderOf(key: string, platform: NodeJS.Platform): Promise<{ kill(): void }> {
  const name = `fulfilment-stack-${createHash('sha256').update(key).digest('hex').slice(0, 40)}`;
  const address = platform === 'linux' ? `\\0${name}` : join(tmpdir(), `${name}.sock`);
  const script = `require('node:net').createServer(s=>s.on('error',()=>{})).listen({path:'${address}'},()=>console.log('held'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await new Promise((done) => child.stdout.once('data', done));
  return { kill: () => void child.kill('SIGKILL') };
}

const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

describe('work on one directory', () => {
  test('runs one after another, in whatever order it was asked for', async () => {
    const key = randomUUID();
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await sleep(10);
      inside--;
    };
    await Promise.all(Array.from({ length: 5 }, () => exclusively(key, work)));
    expect(most).toBe(1);
  });

  test('does not wait for work on another directory', async () => {
    const waited: string[] = [];
    await exclusively(randomUUID(), () =>
      exclusively(
        randomUUID(),
        () => Promise.resolve(),
        () => waited.push('x'),
      ),
    );
    expect(waited).toEqual([]);
  });

  test('lets go when the work fails, so that the next attempt can run', async () => {
    const key = randomUUID();
    await expect(exclusively(key, () => Promise.reject(new Error('full disk')))).rejects.toThrow('full disk');
    expect(await exclusively(key, () => Promise.resolve('ran'))).toBe('ran');
  });

  test.each(['linux', 'darwin'] as const)(
    'on %s goes on as soon as the holder is killed, and says that it waits',
    async (platform) => {
      const key = randomUUID();
      const holder = await holderOf(key, platform);
      const order: string[] = [];
      const waiting = exclusively(
        key,
        () => Promise.resolve(order.push('ran')),
        () => order.push('waits'),
        platform,
      );
      await sleep(100);
      expect(order).toEqual(['waits']);
      holder.kill();
      await waiting;
      expect(order).toEqual(['waits', 'ran']);
    },
  );
});
