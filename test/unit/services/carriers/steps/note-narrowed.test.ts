// What is told beside records that were narrowed: how many of which carrier, and nothing of an order.
import { expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import { noteNarrowed } from '#services/carriers/steps/note-narrowed';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';

const record = (carrierId: string, value: Buffer | null): OutgoingRecord => ({
  topic: `p.carriers.${carrierId}.shipments`,
  partition: 2,
  key: 'ref',
  value,
});

test('counts what was written anew and what was taken back, each carrier for itself', async () => {
  const { codec } = await givenCodec({ prepare: [topics.shipmentsNarrowed] });
  const deps = { codec, topicName: (name: string) => `p.${name}`, machineClock: { nowMs: () => 9 } };
  const outputs = [record('a', Buffer.of(1)), record('b', null), record('a', Buffer.of(2))];
  const told = noteNarrowed(deps, 2, 7, { outputs });
  expect(told.outputs.slice(0, 3)).toEqual(outputs);
  expect(
    told.outputs.slice(3).map(({ topic, partition, value }) => {
      const decoded = codec.decode(value as Buffer, topics.shipmentsNarrowed);
      return { topic, partition, said: decoded.kind === 'decoded' ? decoded.value : null };
    }),
  ).toEqual([
    {
      topic: 'p.shipments.narrowed',
      partition: 2,
      said: { carrierId: 'a', policyVersion: 7, rewritten: 2, withdrawn: 0, at: 9 },
    },
    {
      topic: 'p.shipments.narrowed',
      partition: 2,
      said: { carrierId: 'b', policyVersion: 7, rewritten: 0, withdrawn: 1, at: 9 },
    },
  ]);
  const nothing = { outputs: [] };
  expect(noteNarrowed(deps, 2, 7, nothing)).toBe(nothing);
});
