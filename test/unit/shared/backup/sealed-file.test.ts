// A file of a backup gives back exactly what was written, or says that it does not.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSealedFile, readSealedFile } from '#shared/backup/sealed-file';

const scratch = mkdtempSync(join(tmpdir(), 'sealed-file-'));
const KEY = Buffer.alloc(32, 7);
const NAME = 'collection/vault_keys';
let made = 0;

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function written(records: readonly Buffer[], name = NAME): Promise<string> {
  const path = join(scratch, `file-${made++}`);
  const writer = await createSealedFile(path, name, KEY);
  for (const record of records) await writer.write(record);
  const facts = await writer.end();
  expect(facts.records).toBe(records.length);
  expect(facts.bytes).toBe(readFileSync(path).length);
  return path;
}

async function read(path: string, name = NAME, key = KEY): Promise<Buffer[]> {
  const records: Buffer[] = [];
  for await (const chunk of readSealedFile(path, name, key)) records.push(...chunk);
  return records;
}

describe('a sealed file', () => {
  test('gives back its records, whatever their sizes, in their order', async () => {
    const records = [0, 1, 700_000, 0, 2_500_000, 3].map((size, index) => Buffer.alloc(size, index));
    const again = await read(await written(records));
    expect(again.map((record) => record.length)).toEqual(records.map((record) => record.length));
    expect(again.every((record, index) => record.equals(records[index] as Buffer))).toBe(true);
  });

  test('of nothing is empty, and is told from one that is missing', async () => {
    expect(await read(await written([]))).toEqual([]);
    await expect(read(join(scratch, 'no such file'))).rejects.toThrow('BACKUP_BROKEN');
  });

  test('holds nothing of its records in plain, and opens with no other key or name', async () => {
    const path = await written([Buffer.from('Rue de la Paix 12')]);
    expect(readFileSync(path).includes('Rue de la Paix')).toBe(false);
    await expect(read(path, NAME, Buffer.alloc(32, 8))).rejects.toThrow('BACKUP_BROKEN');
    await expect(read(path, 'collection/other')).rejects.toThrow('BACKUP_BROKEN');
  });

  test('with any bit flipped, cut off anywhere or with anything behind its end it is broken', async () => {
    const path = await written([Buffer.from('one'), Buffer.alloc(200, 1), Buffer.from('three')]);
    const whole = readFileSync(path);
    const isBroken = async (bytes: Buffer): Promise<void> => {
      writeFileSync(path, bytes);
      await expect(read(path)).rejects.toThrow('BACKUP_BROKEN');
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length * 8 - 1), async (bit) => {
        const touched = Buffer.from(whole);
        touched[bit >> 3] = (touched[bit >> 3] as number) ^ (1 << (bit & 7));
        await isBroken(touched);
      }),
      { numRuns: 60 },
    );
    for (const kept of [0, 3, 4, 40, whole.length - 1]) await isBroken(whole.subarray(0, kept));
    await isBroken(Buffer.concat([whole, whole]));
    await isBroken(Buffer.concat([whole, Buffer.from([1])]));
  });

  test('that lost a whole chunk or had two exchanged is broken', async () => {
    const path = await written([Buffer.alloc(1_100_000, 1), Buffer.alloc(1_100_000, 2), Buffer.alloc(9, 3)]);
    const whole = readFileSync(path);
    const first = 4 + 24 + whole.readUInt32BE();
    const second = first + 4 + 24 + whole.readUInt32BE(first);
    for (const bytes of [
      whole.subarray(first),
      whole.subarray(0, second),
      Buffer.concat([whole.subarray(first, second), whole.subarray(0, first), whole.subarray(second)]),
    ]) {
      writeFileSync(path, bytes);
      await expect(read(path)).rejects.toThrow('BACKUP_BROKEN');
    }
  });
});
