// The keyring in files: shared by processes without a lock, whole or not there, readable by its owner only.
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createFileKeyring } from '#shared/vault/file-keyring';
import { describeKeyring } from './support/keyring-suite.js';

const scratch = mkdtempSync(join(tmpdir(), 'file-keyring-'));
const AAD = Buffer.alloc(0);
let made = 0;

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function freshPath(): string {
  return join(scratch, `ring-${made++}`, 'keyring');
}

describeKeyring('file', () => createFileKeyring({ directory: freshPath(), create: true }));

describe('file keyring on disk', () => {
  test('is not made when it is missing and nobody asked for it: a lost keyring is not replaced in silence', () => {
    const directory = freshPath();
    expect(() => createFileKeyring({ directory })).toThrow('KEYRING_UNAVAILABLE');
    expect(() => statSync(directory)).toThrow('ENOENT');
  });

  test('is readable by its owner only, and refused when it is not', () => {
    const directory = freshPath();
    createFileKeyring({ directory, create: true });
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    chmodSync(join(directory, 'epoch-1.json'), 0o640);
    expect(() => createFileKeyring({ directory })).toThrow('KEYRING_UNAVAILABLE');
  });

  test('opened again it has the same keys', () => {
    const directory = freshPath();
    const before = createFileKeyring({ directory, create: true });
    const wrapped = before.wrap(1, Buffer.from('key'), AAD);
    const after = createFileKeyring({ directory, create: true });
    const target = Buffer.alloc(3);
    expect(after.unwrapInto(target, wrapped, AAD)).toBe('unwrapped');
    expect(target.toString()).toBe('key');
    expect(after.derive('refs').equals(before.derive('refs'))).toBe(true);
  });

  test('a lost root key is an error even when asked to create, since new refs would orphan every tombstone', () => {
    const directory = freshPath();
    createFileKeyring({ directory, create: true });
    rmSync(join(directory, 'root.json'));
    expect(() => createFileKeyring({ directory, create: true })).toThrow('KEYRING_UNAVAILABLE');
    expect(readdirSync(directory)).toEqual(['epoch-1.json']);
    expect(readdirSync(join(directory, '..'))).toEqual(['keyring']);
  });

  test('an epoch file without a key in it is an error, not an empty key', () => {
    const directory = freshPath();
    createFileKeyring({ directory, create: true });
    writeFileSync(join(directory, 'epoch-1.json'), JSON.stringify({ format: 1, key: 'c2hvcnQ=' }));
    expect(() => createFileKeyring({ directory })).toThrow('KEYRING_UNAVAILABLE');
  });

  test('an empty directory that is there already can become a keyring', async () => {
    const directory = freshPath();
    mkdirSync(directory, { recursive: true });
    expect(await createFileKeyring({ directory, create: true }).current()).toBe(1);
  });

  test('another instance sees a new epoch at once, and the end of an old one', async () => {
    const directory = freshPath();
    const one = createFileKeyring({ directory, create: true });
    const two = createFileKeyring({ directory });
    const wrapped = two.wrap(await two.current(), Buffer.from('key'), AAD);
    expect(await one.addEpoch()).toBe(2);
    expect(await two.current()).toBe(2);
    expect(two.unwrapInto(Buffer.alloc(3), wrapped, AAD)).toBe('unwrapped');
    await one.destroyEpoch(1);
    expect(await two.epochs()).toEqual([2]);
    expect(two.unwrapInto(Buffer.alloc(3), wrapped, AAD)).toBe('epoch-destroyed');
  });

  test('an instance that slept through two rotations does not take its old epoch for the current one', async () => {
    const directory = freshPath();
    const awake = createFileKeyring({ directory, create: true });
    const asleep = createFileKeyring({ directory });
    for (const epoch of [2, 3]) {
      expect(await awake.addEpoch()).toBe(epoch);
      await awake.destroyEpoch(epoch - 1);
    }
    expect(await asleep.current()).toBe(3);
  });

  test('keys wrapped under an epoch that is new to this instance are unwrapped once it has looked', async () => {
    const directory = freshPath();
    const one = createFileKeyring({ directory, create: true });
    const two = createFileKeyring({ directory });
    const wrapped = one.wrap(await one.addEpoch(), Buffer.from('key'), AAD);
    expect(await two.current()).toBe(2);
    expect(two.unwrapInto(Buffer.alloc(3), wrapped, AAD)).toBe('unwrapped');
  });

  test('destroying a key overwrites its bytes before the file goes', async () => {
    const directory = freshPath();
    const keyring = createFileKeyring({ directory, create: true });
    const key = (JSON.parse(readFileSync(join(directory, 'epoch-1.json'), 'utf8')) as { key: string }).key;
    // A second name for the same file shows what became of the bytes.
    const witness = join(scratch, `witness-${made}`);
    linkSync(join(directory, 'epoch-1.json'), witness);
    await keyring.addEpoch();
    await keyring.destroyEpoch(1);
    expect(readdirSync(directory).sort()).toEqual(['epoch-2.json', 'root.json']);
    expect(readFileSync(witness, 'utf8')).not.toContain(key.slice(0, 8));
    expect(readFileSync(witness).every((byte) => byte === 0)).toBe(true);
  });

  test('a crash between overwriting and unlinking an old key leaves a keyring that works and finishes the job later', async () => {
    const directory = freshPath();
    const keyring = createFileKeyring({ directory, create: true });
    await keyring.addEpoch();
    writeFileSync(join(directory, 'epoch-1.json'), Buffer.alloc(70));
    const again = createFileKeyring({ directory });
    expect(await again.epochs()).toEqual([2]);
    await again.destroyEpoch(1);
    expect(readdirSync(directory).sort()).toEqual(['epoch-2.json', 'root.json']);
  });

  test('a keyring that vanishes while in use is an outage, not a reason to go on with what is in memory', async () => {
    const directory = freshPath();
    const keyring = createFileKeyring({ directory, create: true });
    rmSync(directory, { recursive: true });
    await expect(keyring.current()).rejects.toThrow('KEYRING_UNAVAILABLE');
    await expect(keyring.epochs()).rejects.toThrow('KEYRING_UNAVAILABLE');
  });
});
