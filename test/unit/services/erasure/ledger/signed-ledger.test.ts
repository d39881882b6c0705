// A ledger with its checkpoints, as both lie in their topics: whatever is done to its bytes afterwards shows.
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { LedgerCheckpoint, LedgerEntry, LedgerIntent } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { type ChainHead, EMPTY_CHAIN, linkEntry } from '#shared/ledger-proof/chain';
import { createLedgerSigner, signCheckpoint } from '#shared/ledger-proof/checkpoint';
import { EMPTY_TREE, grow, rootOf } from '#shared/ledger-proof/merkle-tree';
import { renderVerification } from '#services/erasure/ledger/render-verification';
import { verifyLedger } from '#services/erasure/ledger/verify-ledger';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';

const { codec } = await givenCodec();
const signer = createLedgerSigner(Buffer.alloc(32, 3));
/** Small, for every one of its bits is flipped. */
const SIZE = 2;

interface Lying {
  readonly entries: IncomingRecord[];
  readonly checkpoints: IncomingRecord[];
}

function record(topic: string, offset: number, key: string, value: Buffer): IncomingRecord {
  return {
    topic,
    partition: 0,
    offset: String(offset),
    timestampMs: 0,
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: {},
  };
}

function entriesOf(reason: string): LedgerEntry[] {
  let head: ChainHead = EMPTY_CHAIN;
  return Array.from({ length: SIZE }, (_, index) => {
    const intent: LedgerIntent = {
      erasureId: `e-${index >> 1}`,
      orderRef: `order-${index >> 1}`,
      kind: index % 2 === 0 ? 'STARTED' : 'COMPLETED',
      reason,
      categories: ['shipping', 'signals'],
      participants: ['intake'],
      policyVersion: 1,
      at: 1_700_000_000_000 + index,
    };
    const entry = linkEntry(head, intent);
    head = entry;
    return entry;
  });
}

function checkpointsOf(entries: readonly LedgerEntry[], sizes: readonly number[], by = signer): LedgerCheckpoint[] {
  return sizes.map((size) => {
    const signed = entries.slice(0, size);
    const tree = signed.reduce((edge, { hash }) => grow(edge, hash), EMPTY_TREE);
    const head = signed.at(-1)?.hash ?? Buffer.alloc(32);
    return signCheckpoint(by, { size, root: rootOf(tree), peaks: [...tree.peaks], head, at: size });
  });
}

const lying = (entries: readonly LedgerEntry[], checkpoints: readonly LedgerCheckpoint[]): Lying => ({
  entries: entries.map((entry, index) =>
    record('l', index, entry.erasureId, codec.encode(topics.erasureLedger, entry)),
  ),
  checkpoints: checkpoints.map((one, index) =>
    record('c', index, String(one.size), codec.encode(topics.erasureCheckpoints, one)),
  ),
});

const sourceOf = (records: readonly IncomingRecord[]) => ({
  all: async function* all() {
    yield records;
  },
});

const verify = ({ entries, checkpoints }: Lying, publicKey = signer.publicKey) =>
  verifyLedger(codec, sourceOf(entries), { source: sourceOf(checkpoints), publicKey });

let entries: LedgerEntry[];
let sound: Lying;

beforeAll(() => {
  entries = entriesOf('RETENTION_ENDED');
  sound = lying(entries, checkpointsOf(entries, [1, SIZE]));
});

test('a ledger that agrees with what was signed is sound, and says how much of it is signed', async () => {
  const verified = await verify(sound);
  expect(verified).toMatchObject({ fault: null, entries: SIZE, signed: { checkpoints: 2, size: SIZE, at: SIZE } });
  expect(renderVerification(verified)).toContain('signed       2 of them, by 2 checkpoints, the newest of 1970-');
  const chainOnly = await verifyLedger(codec, sourceOf(sound.entries));
  expect(renderVerification(chainOnly)).toContain('not checked: no keyring here');
});

/** Every bit of every record, one after another: key and value, as they lie on disk. */
test.each(['entries', 'checkpoints'] as const)('one bit flipped anywhere in the %s is found', async (which) => {
  let flipped = 0;
  for (const [index, one] of sound[which].entries()) {
    for (const part of ['value', 'key'] as const) {
      // Of a checkpoint the key is only for people: what counts is in its value.
      if (which === 'checkpoints' && part === 'key') continue;
      const bytes = one[part] as Buffer;
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const touched = Buffer.from(bytes);
        touched[bit >> 3] = (touched[bit >> 3] as number) ^ (1 << (bit & 7));
        const records = sound[which].with(index, { ...one, [part]: touched });
        // What the chain shows alone needs no look at signatures, which take long.
        const chain = which === 'entries' ? await verifyLedger(codec, sourceOf(records)) : { fault: null };
        const { fault } = chain.fault === null ? await verify({ ...sound, [which]: records }) : chain;
        if (fault === null) throw new Error(`${which} ${index} ${part}: bit ${bit} went unnoticed`);
        flipped++;
      }
    }
  }
  expect(flipped).toBeGreaterThan(2_000);
});

describe('what no chain can show, checkpoints do', () => {
  test('that the newest entries were cut off', async () => {
    const { fault } = await verify({ ...sound, entries: sound.entries.slice(0, SIZE - 1) });
    expect(fault).toMatchObject({ fault: 'cut-off', sequence: SIZE });
  });

  test('that all of it was written anew, hashes and links included', async () => {
    const rewritten = lying(entriesOf('OPERATOR_DECISION'), []);
    const { fault } = await verify({ ...rewritten, checkpoints: sound.checkpoints });
    expect(fault).toMatchObject({ fault: 'checkpoint-differs', sequence: 1 });
  });

  test('that somebody else signed: the key is not in the ledger', async () => {
    const forger = createLedgerSigner(Buffer.alloc(32, 9));
    const other = entriesOf('OPERATOR_DECISION');
    const { fault } = await verify(lying(other, checkpointsOf(other, [SIZE], forger)));
    expect(fault).toMatchObject({ fault: 'checkpoint-forged', sequence: SIZE });
    expect((await verify(sound, forger.publicKey)).fault).toMatchObject({ fault: 'checkpoint-forged' });
  });
});
