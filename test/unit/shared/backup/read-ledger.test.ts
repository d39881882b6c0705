// What a restore says of a ledger that it can't read.
import { describe, expect, test } from '@jest/globals';
import { readLedger } from '#shared/backup/read-ledger';

async function* batches() {
  yield [{ key: Buffer.from('erasure-1'), value: Buffer.from([0, 0, 0, 0, 9, 1]) }];
}

function reading(code: string): Promise<unknown> {
  const codec = { ensureSchemas: () => Promise.resolve(), decode: () => ({ kind: 'refused', code, fieldPaths: [] }) };
  return readLedger(codec as never, batches());
}

describe('a ledger whose first entry does not decode', () => {
  test.each(['SCHEMA_UNKNOWN', 'EVENT_TYPE_UNEXPECTED'])(
    'for the registry is a new one (%s) sends the operator to the registry, not after a forger',
    async (code) => {
      await expect(reading(code)).rejects.toMatchObject({
        code: 'RESTORE_REFUSED',
        details: { reason: expect.stringContaining('restore the registry first') },
      });
    },
  );

  test('for its bytes are no entry counts as touched', async () => {
    await expect(reading('UNDECODABLE_BYTES')).rejects.toMatchObject({ code: 'LEDGER_BROKEN' });
  });
});
