import { describe, expect, test } from '@jest/globals';
import type { LedgerIntent } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { IncomingRecord, UnitResult } from '#shared/pipeline/unit';
import { createLedgerSigner, isSignedBy, signCheckpoint } from '#shared/ledger-proof/checkpoint';
import { createLedgerWriter } from '#services/erasure/ledger/ledger-writer';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';

const { codec } = await givenCodec();
const signer = createLedgerSigner(Buffer.alloc(32, 1));

function intent(offset: number, erasureId: string, kind: LedgerIntent['kind'] = 'STARTED'): IncomingRecord {
  const value = {
    erasureId,
    orderRef: 'r',
    kind,
    reason: 'X',
    categories: [],
    participants: [],
    policyVersion: 1,
    at: offset,
  };
  return recordOf('t.erasure.intents', offset, Buffer.from(codec.encode(topics.erasureIntents, value)));
}

function recordOf(topic: string, offset: number, value: Buffer | null): IncomingRecord {
  return { topic, partition: 0, offset: String(offset), timestampMs: 0, key: null, value, headers: {} };
}

/** A ledger whose claims all win, unless they are listed as lost. */
interface GivenWriter {
  readonly last?: IncomingRecord | null;
  readonly checkpoint?: IncomingRecord | null;
  readonly lost?: readonly string[];
}

function givenWriter({ last = null, checkpoint = null, lost = [] }: GivenWriter = {}) {
  const claimed: string[] = [];
  const state = { last, checkpoint, reads: 0 };
  const writer = createLedgerWriter({
    codec,
    claims: {
      claim: (claims) => {
        claimed.push(...claims.map(({ position, erasureId, kind }) => `${erasureId}/${kind} ${position}`));
        return Promise.resolve(claims.map(({ erasureId }) => (lost.includes(erasureId) ? 'lost' : 'won')));
      },
    },
    source: {
      all: async function* all() {
        state.reads++;
        yield state.last === null ? [] : [state.last];
      },
    },
    checkpoints: { last: () => Promise.resolve(state.checkpoint) },
    signer,
    clock: { nowMs: () => 1_234 },
    topicName: (name) => `t.${name}`,
  });
  const write = (...records: IncomingRecord[]) => writer.handler({ lane: 0, records, isRevoked: () => false });
  return { writer, write, claimed, state };
}

const entriesOf = ({ outputs }: UnitResult) =>
  outputs.flatMap(({ topic, value }) => {
    if (topic !== 't.erasure.ledger') return [];
    const decoded = codec.decode(value as Buffer, topics.erasureLedger);
    if (decoded.kind === 'refused') throw new Error(decoded.code);
    return [decoded.value];
  });

function checkpointOf({ outputs }: UnitResult) {
  const decoded = codec.decode(outputs[0]?.value as Buffer, topics.erasureCheckpoints);
  if (decoded.kind === 'refused') throw new Error(decoded.code);
  return decoded.value;
}

describe('the writer of the ledger', () => {
  test('numbers entries from 1 and links each to the one before, across units', async () => {
    const { write, state } = givenWriter();
    const first = await write(intent(0, 'a'), intent(1, 'b'));
    first.afterCommit?.();
    const second = await write(intent(2, 'a', 'COMPLETED'));
    const entries = [...entriesOf(first), ...entriesOf(second)];
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(entries[1]?.previousHash).toEqual(entries[0]?.hash);
    expect(entries[2]?.previousHash).toEqual(entries[1]?.hash);
    expect(state.reads).toBe(1);
    expect(first.outputs[0]).toMatchObject({ topic: 't.erasure.ledger', partition: 0, key: 'a' });
  });

  test('goes on behind what lies in the topic', async () => {
    const before = entriesOf(await givenWriter().write(intent(0, 'a')));
    const last = recordOf('t.erasure.ledger', 0, codec.encode(topics.erasureLedger, before[0] as never));
    const [entry] = entriesOf(await givenWriter({ last }).write(intent(1, 'b')));
    expect(entry).toMatchObject({ sequence: 2, previousHash: before[0]?.hash });
  });

  test('writes nothing for an intent that was claimed from another position, and nothing for a repetition within a unit', async () => {
    const { write, claimed } = givenWriter({ lost: ['b'] });
    const result = await write(intent(0, 'a'), intent(1, 'b'), intent(2, 'a'));
    expect(entriesOf(result).map(({ erasureId }) => erasureId)).toEqual(['a']);
    expect(claimed).toEqual(['a/STARTED t.erasure.intents:0:0', 'b/STARTED t.erasure.intents:0:1']);
  });

  test('answers who asks again for a completion that is written: the first answer was lost; a start needs no answer', async () => {
    const { write } = givenWriter({ lost: ['a'] });
    const { outputs } = await write(intent(5, 'a', 'COMPLETED'), intent(6, 'a'));
    expect(outputs).toHaveLength(1);
    const [receipt] = outputs.map(({ value }) => codec.decode(value as Buffer, topics.erasureReceipts));
    expect(outputs[0]).toMatchObject({ topic: 't.erasure.receipts', key: 'a' });
    expect(receipt).toMatchObject({ value: { erasureId: 'a', participant: 'ledger' } });
  });

  test('tells the lane of the order of a completion in one breath with the entry, and of a start nothing', async () => {
    const { write } = givenWriter();
    const { outputs } = await write(intent(0, 'a'), intent(1, 'b', 'COMPLETED'));
    expect(outputs.map(({ topic, key }) => [topic, key])).toEqual([
      ['t.erasure.ledger', 'a'],
      ['t.erasure.ledger', 'b'],
      ['t.erasure.receipts', 'b'],
    ]);
    const receipt = codec.decode(outputs[2]?.value as Buffer, topics.erasureReceipts);
    expect(receipt).toMatchObject({ value: { erasureId: 'b', participant: 'ledger' } });
  });

  test('reads the end anew when it was not told that the unit before was committed, so that no number is left out or given twice', async () => {
    const { write, state } = givenWriter();
    const committed = await write(intent(0, 'a'));
    committed.afterCommit?.();
    await write(intent(1, 'b'));
    state.last = recordOf('t.erasure.ledger', 0, Buffer.from(committed.outputs[0]?.value as Buffer));
    const [entry] = entriesOf(await write(intent(1, 'b')));
    expect(entry?.sequence).toBe(2);
    expect(state.reads).toBe(2);
  });

  test('reads the end anew in a lane it has just got: another instance may have moved it', async () => {
    const { writer, write, state } = givenWriter();
    (await write(intent(0, 'a'))).afterCommit?.();
    await writer.onAssigned();
    await write(intent(1, 'b'));
    expect(state.reads).toBe(2);
  });

  test('links nothing to an end that does not agree with its own hash', async () => {
    const [entry] = entriesOf(await givenWriter().write(intent(0, 'a')));
    const touched = codec.encode(topics.erasureLedger, { ...(entry as NonNullable<typeof entry>), at: 99 });
    const { write } = givenWriter({ last: recordOf('t.erasure.ledger', 0, touched) });
    await expect(write(intent(1, 'b'))).rejects.toMatchObject({ code: 'LEDGER_BROKEN' });
  });

  test('signs what came since the last time, in lane 0 and once', async () => {
    const { writer, write } = givenWriter();
    (await write(intent(0, 'a'), intent(1, 'b'))).afterCommit?.();
    expect((await writer.tick(1)).outputs).toEqual([]);
    const signed = await writer.tick(0);
    expect(signed.outputs).toMatchObject([{ topic: 't.erasure.checkpoints', partition: 0, key: '2' }]);
    const checkpoint = checkpointOf(signed);
    expect(checkpoint).toMatchObject({ size: 2, at: 1_234, keyId: signer.keyId });
    expect(isSignedBy(signer.publicKey, checkpoint)).toBe(true);
    // Not committed: the next tick says it again.
    expect((await writer.tick(0)).outputs).toHaveLength(1);
    signed.afterCommit?.();
    expect((await writer.tick(0)).outputs).toEqual([]);
  });

  describe('that finds a checkpoint', () => {
    async function givenSigned() {
      const { writer, write } = givenWriter();
      const first = await write(intent(0, 'a'));
      first.afterCommit?.();
      const signed = await writer.tick(0);
      const last = recordOf('t.erasure.ledger', 0, Buffer.from(first.outputs[0]?.value as Buffer));
      const record = (value: Buffer) => recordOf('t.erasure.checkpoints', 0, Buffer.from(value));
      return { last, checkpoint: checkpointOf(signed), record, encoded: record(signed.outputs[0]?.value as Buffer) };
    }

    test('goes on from it with the same tree as if it had read everything', async () => {
      const { last, encoded } = await givenSigned();
      const [fromCheckpoint, fromStart] = [givenWriter({ last, checkpoint: encoded }), givenWriter({ last })];
      for (const { write } of [fromCheckpoint, fromStart]) (await write(intent(1, 'b'))).afterCommit?.();
      const roots = [await fromCheckpoint.writer.tick(0), await fromStart.writer.tick(0)].map(checkpointOf);
      expect(roots[0]).toMatchObject({ size: 2 });
      expect(roots[0]).toEqual(roots[1]);
    });

    test('links nothing to a ledger that contradicts it, was cut off, or whose checkpoint others signed', async () => {
      const { last, checkpoint, record, encoded } = await givenSigned();
      const reads = (given: GivenWriter) => givenWriter(given).write(intent(1, 'b'));
      const broken = { code: 'LEDGER_BROKEN' };
      await expect(reads({ last: null, checkpoint: encoded })).rejects.toMatchObject(broken);
      const other = await givenWriter().write(intent(9, 'z'));
      const replaced = recordOf('t.erasure.ledger', 0, Buffer.from(other.outputs[0]?.value as Buffer));
      await expect(reads({ last: replaced, checkpoint: encoded })).rejects.toMatchObject(broken);
      const forged = signCheckpoint(createLedgerSigner(Buffer.alloc(32, 2)), checkpoint);
      const forgedRecord = record(codec.encode(topics.erasureCheckpoints, forged));
      await expect(reads({ last, checkpoint: forgedRecord })).rejects.toMatchObject(broken);
      const regrown = record(codec.encode(topics.erasureCheckpoints, { ...checkpoint, peaks: [Buffer.alloc(32)] }));
      await expect(reads({ last, checkpoint: regrown })).rejects.toMatchObject(broken);
      await expect(reads({ last, checkpoint: encoded })).resolves.toBeDefined();
    });
  });

  test('stops at an intent that cannot be read: it is our own', async () => {
    const { write } = givenWriter();
    const broken = recordOf('t.erasure.intents', 4, Buffer.from('x'));
    await expect(write(broken)).rejects.toMatchObject({ code: 'INTERNAL_RECORD_UNREADABLE' });
  });
});
