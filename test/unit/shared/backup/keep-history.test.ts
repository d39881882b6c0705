// A server that keeps as much of the past as it is told to.
import { describe, expect, test } from '@jest/globals';
import { type ServerSettings, withHistory } from '#shared/backup/keep-history';

const SETTING = 'minSnapshotHistoryWindowInSeconds';

function server(seconds: number, mayAsk = true): ServerSettings & { readonly kept: () => number } {
  let kept = seconds;
  return {
    kept: () => kept,
    command: (command) => {
      if (!mayAsk) return Promise.reject(new Error('not authorized'));
      const wanted: unknown = command['setParameter'] === 1 ? command[SETTING] : kept;
      kept = Number(wanted);
      return Promise.resolve({ ok: 1, [SETTING]: kept });
    },
  };
}

describe('a read of the past', () => {
  test('has the server keep it meanwhile, and no longer', async () => {
    const admin = server(0);
    const meanwhile = await withHistory(admin, () => Promise.resolve(admin.kept()));
    expect([meanwhile, admin.kept()]).toEqual([300, 0]);
  });

  test('gives it up when the read fails, too', async () => {
    const admin = server(5);
    const read = withHistory(admin, () => Promise.reject(new Error('the disk is full')));
    await expect(read).rejects.toThrow('the disk is full');
    expect(admin.kept()).toBe(5);
  });

  test('leaves a server alone that keeps as much or more', async () => {
    const admin = server(900);
    const meanwhile = await withHistory(admin, () => Promise.resolve(admin.kept()));
    expect([meanwhile, admin.kept()]).toEqual([900, 900]);
  });

  test('is tried where we may not ask for it', async () => {
    await expect(withHistory(server(0, false), () => Promise.resolve('read'))).resolves.toBe('read');
  });
});
