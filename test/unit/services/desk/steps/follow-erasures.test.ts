// What erasure publishes, read by the desk: what began and what is done by the ledger, who answered, who is late.
import { beforeEach, expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import { createErasuresFlow } from '#services/desk/steps/follow-erasures';
import type { ErasureChange } from '#services/desk/store/erasure-shelf';
import type { AvroCodec } from '#shared/codec/codec';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';

const PREFIX = 'p.';
const entry = {
  sequence: 1,
  erasureId: 'e1',
  orderRef: 'o1',
  reason: 'RETENTION_OVER',
  categories: ['shipping'],
  participants: ['intake', 'store'],
  policyVersion: 3,
  at: 1,
  previousHash: Buffer.alloc(32),
  hash: Buffer.alloc(32),
};

let codec: AvroCodec;
let changes: ErasureChange[];
const follow = async (topic: { readonly name: string }, value: Buffer | null, timestampMs = 50): Promise<void> => {
  const shelf = { apply: async (told: readonly ErasureChange[]) => void changes.push(...told) };
  const record = { topic: `${PREFIX}${topic.name}`, partition: 0, offset: '0', timestampMs, key: null, headers: {} };
  const flow = createErasuresFlow({ codec, shelf, topicName: (name) => `${PREFIX}${name}` });
  expect(await flow({ lane: 0, records: [{ ...record, value }], isRevoked: () => false })).toEqual({ outputs: [] });
};

beforeEach(async () => {
  const { erasureLedger, erasureReceipts, erasureConfirmations, erasureAlarms } = topics;
  ({ codec } = await givenCodec({ prepare: [erasureLedger, erasureReceipts, erasureConfirmations, erasureAlarms] }));
  changes = [];
});

test('the ledger opens and closes, by the time at which it was written', async () => {
  await follow(topics.erasureLedger, codec.encode(topics.erasureLedger, { ...entry, kind: 'STARTED' }), 70);
  await follow(topics.erasureLedger, codec.encode(topics.erasureLedger, { ...entry, kind: 'COMPLETED' }), 90);
  const { erasureId, orderRef, reason, categories, participants, policyVersion } = entry;
  expect(changes).toEqual([
    { kind: 'begun', erasureId, orderRef, reason, categories, participants, policyVersion, begunAtMs: 70 },
    { kind: 'done', erasureId, doneAtMs: 90, answered: participants },
  ]);
});

test('receipts, confirmations and alarms say who answered, who has begun to, and who is late', async () => {
  const { erasureId, orderRef } = entry;
  const receipt = { erasureId, orderRef, participant: 'intake', deletedRecords: 1, deletedDocuments: 0, at: 1 };
  await follow(topics.erasureReceipts, codec.encode(topics.erasureReceipts, receipt));
  const parts = { topic: 'carriers.x.shipments', keys: ['k'], verifiedBy: 'COUNT', signature: Buffer.alloc(64) };
  const confirmed = { erasureId, participant: 'store', at: 1, ...parts };
  await follow(topics.erasureConfirmations, codec.encode(topics.erasureConfirmations, confirmed));
  const late = { erasureId, orderRef, missing: ['store'], reminders: 2, startedAt: 1, at: 60 };
  await follow(topics.erasureAlarms, codec.encode(topics.erasureAlarms, late));
  expect(changes).toEqual([
    { kind: 'answered', erasureId, participant: 'intake' },
    { kind: 'heard', erasureId, participant: 'store' },
    { kind: 'alarm', erasureId, missing: ['store'], reminders: 2, atMs: 60 },
  ]);
});

test('what others wrote and nobody can read is passed over; of our own it stops the reader', async () => {
  await follow(topics.erasureReceipts, Buffer.from('words'));
  await follow(topics.erasureConfirmations, Buffer.from('words'));
  await follow(topics.erasureReceipts, null);
  await follow(topics.fraudDecisions, Buffer.from('words'));
  expect(changes).toEqual([]);
  await expect(follow(topics.erasureLedger, Buffer.from('words'))).rejects.toMatchObject({
    code: 'INTERNAL_RECORD_UNREADABLE',
  });
});
