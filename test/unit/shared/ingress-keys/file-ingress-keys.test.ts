import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { publicKeyOf } from '#shared/hpke/suite';
import { createFileIngressKeys } from '#shared/ingress-keys/file-ingress-keys';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'ingress-keys-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('ingress keys as files', () => {
  test('the first is made once, whoever asks', () => {
    const keys = createFileIngressKeys(directory);
    expect(keys.list()).toEqual([]);
    keys.ensure();
    keys.ensure();
    createFileIngressKeys(directory).ensure();
    expect(readdirSync(directory)).toEqual(['ingress-1.json']);
    expect(keys.list()).toMatchObject([{ number: 1, retiredAtMs: null }]);
  });

  test('a new one retires the one before, for every process that shares the folder', () => {
    const [one, other] = [createFileIngressKeys(directory), createFileIngressKeys(directory)];
    one.ensure();
    const [first] = other.list();
    const second = one.rotate();
    expect(other.list()).toEqual([{ ...first, retiredAtMs: second.madeAtMs }, second]);
    expect(second).toMatchObject({ number: 2, retiredAtMs: null });
    expect(second.keyId).toMatch(/^ingress-2-[0-9a-f]{8}$/);
  });

  test('each name leads to the private key that belongs to its public one, and no other name to any', () => {
    const keys = createFileIngressKeys(directory);
    keys.ensure();
    const { keyId, publicKey } = keys.rotate();
    expect(publicKeyOf(keys.privateKeyOf(keyId) as Buffer)).toEqual(publicKey);
    expect(keys.privateKeyOf('ingress-2')).toBeUndefined();
    expect(inspect(keys.privateKeyOf(keyId))).toBe('[secret]');
  });

  test('destroying goes oldest first, is seen by others, and spares the newest', () => {
    const [one, other] = [createFileIngressKeys(directory), createFileIngressKeys(directory)];
    one.ensure();
    const [first] = other.list();
    one.rotate();
    one.rotate();
    one.destroy(2);
    expect(other.list().map(({ number }) => number)).toEqual([3]);
    expect(other.privateKeyOf(first?.keyId ?? '')).toBeUndefined();
    expect(() => one.destroy(3)).toThrow(expect.objectContaining({ code: 'UNEXPECTED' }));
    expect(readdirSync(directory)).toEqual(['ingress-3.json']);
  });

  test('a key that others may read is refused', () => {
    createFileIngressKeys(directory).ensure();
    chmodSync(path.join(directory, 'ingress-1.json'), 0o644);
    expect(() => createFileIngressKeys(directory).list()).toThrow(
      expect.objectContaining({ code: 'KEYRING_UNAVAILABLE' }),
    );
  });

  test('a folder that is not there is told by name', () => {
    rmSync(directory, { recursive: true });
    expect(() => createFileIngressKeys(directory).list()).toThrow(
      expect.objectContaining({ code: 'KEYRING_UNAVAILABLE' }),
    );
  });
});
