import { describe, expect, test } from '@jest/globals';
import type { LedgerEntry, LedgerIntent } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import { EMPTY_CHAIN, linkEntry } from '#shared/ledger-proof/chain';
import { createShredder } from '#services/erasure/shredder/shredder-flow';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';
import { orderRefOf } from '../support/tracked-orders.js';

const { codec } = await givenCodec();

function entry(name: string, changes: Partial<LedgerIntent> = {}): LedgerEntry {
  return linkEntry(EMPTY_CHAIN, {
    erasureId: `erasure-${name}`,
    orderRef: orderRefOf(name),
    kind: 'STARTED',
    reason: 'RETENTION_ENDED',
    categories: [],
    participants: ['erasure', 'intake'],
    policyVersion: 2,
    at: 50,
    ...changes,
  });
}

function recordOf(one: LedgerEntry): IncomingRecord {
  const value = Buffer.from(codec.encode(topics.erasureLedger, one));
  return { topic: 't.erasure.ledger', partition: 0, offset: '7', timestampMs: 0, key: null, value, headers: {} };
}

async function shred(...entries: readonly LedgerEntry[]) {
  const calls: unknown[][] = [];
  const handler = createShredder({
    codec,
    vault: {
      shredCategory: (orderRefs, category) => {
        calls.push(['category', category, ...orderRefs]);
        return Promise.resolve({ shredded: orderRefs.length, without: 0, unreadable: [] });
      },
      shredOrders: (orderRefs, atMs) => {
        calls.push(['orders', atMs, ...orderRefs]);
        return Promise.resolve();
      },
    },
    topicName: (name) => `t.${name}`,
    onShredded: () => undefined,
  });
  const { outputs } = await handler({ lane: 0, records: entries.map(recordOf), isRevoked: () => false });
  const read = outputs.map(({ topic, partition, value }) => {
    const decoded = codec.decode(value as Buffer, topics.erasureRequests);
    return { topic, partition, value: decoded.kind === 'refused' ? decoded.code : decoded.value };
  });
  return { calls, outputs: read };
}

describe('the shredder', () => {
  test('destroys keys in one call per category and one for whole orders, however many there are', async () => {
    const { calls } = await shred(
      entry('a', { categories: ['shipping', 'contact'] }),
      entry('b', { categories: ['shipping'] }),
      entry('c', { at: 70 }),
      entry('d', { at: 60 }),
      entry('e', { categories: ['after-sales'] }),
    );
    expect(calls).toEqual([
      ['category', 'shipping', orderRefOf('a'), orderRefOf('b')],
      ['category', 'contact', orderRefOf('a')],
      ['category', 'after-sales', orderRefOf('e')],
      ['orders', 60, orderRefOf('c'), orderRefOf('d')],
    ]);
  });

  test('asks everybody to delete, in the lane of the order', async () => {
    const { outputs } = await shred(entry('a', { categories: ['signals'] }));
    expect(outputs).toEqual([
      {
        topic: 't.erasure.requests',
        partition: lane(orderRefOf('a')),
        value: {
          erasureId: 'erasure-a',
          orderRef: orderRefOf('a'),
          categories: ['signals'],
          reason: 'RETENTION_ENDED',
          policyVersion: 2,
          requestedAt: 50,
        },
      },
    ]);
  });

  test('destroys nothing for a completion and asks nobody: all of it is done', async () => {
    expect(await shred(entry('a', { kind: 'COMPLETED' }))).toEqual({ calls: [], outputs: [] });
  });

  test('destroys no key on the word of an entry that does not agree with its hash', async () => {
    const touched = { ...entry('a'), orderRef: orderRefOf('b') };
    await expect(shred(touched)).rejects.toMatchObject({ code: 'LEDGER_BROKEN' });
  });

  test('stops at a category that has no key rather than pass over it', async () => {
    await expect(shred(entry('a', { categories: ['order-content'] }))).rejects.toMatchObject({ code: 'LEDGER_BROKEN' });
  });
});
